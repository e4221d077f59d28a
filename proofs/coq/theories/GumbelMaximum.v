(** The largest of m and further Gumbel variables: its mean, by an antiderivative of the distribution function; and the
    constant gamma, the mean of one variable. *)

From Coq Require Import Reals Lra Lia Arith.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Rising Vectors LogSumExp GumbelVariable.
Open Scope R_scope.

(** The derivative of the identity. *)
Lemma derive_id (s : R) : is_derive (fun s : R => s) s 1.
Proof. auto_derive; [trivial|ring]. Qed.

(** M' = law with M(x) - x -> 0 on the right and M(x) -> gamma on the left: M(x) is the mean of the larger of x and
    Z. *)
Definition mean_maximum (M : R -> R) (gamma : R) : Prop := (forall x, is_derive M x (law x)) /\
  (forall x, 0 <= M x - x <= exp (- x)) /\ forall x, 0 <= M x - gamma <= exp x.

Lemma law_continuous x : continuous law x.
Proof. apply (ex_derive_continuous law). exists (density x). apply law_derive. Qed.

Theorem mean_maximum_exists : exists M gamma, mean_maximum M gamma.
Proof.
  set (N := fun x => RInt law 0 x).
  assert (DN : forall x, is_derive N x (law x)).
  { intros x. apply (is_derive_RInt law N 0); [|apply law_continuous].
    apply filter_forall. intros b. apply (RInt_correct law), (ex_RInt_continuous law). intros z _.
    apply law_continuous. }
  (* N(x) - x falls, and N(x) - x - e^-x rises *)
  assert (Fall : forall x z, x <= z -> N z - z <= N x - x).
  { intros x z H. enough (x - N x <= z - N z) by lra.
    apply (never_falls (fun s => s - N s) (fun s => 1 - law s)); [| |exact H].
    - intros s. apply derive_minus; [apply derive_id|apply DN].
    - intros s. pose proof (law_le_1 s) as L. lra. }
  assert (Rise : forall x z, x <= z -> N x - x - exp (- x) <= N z - z - exp (- z)).
  { apply (never_falls (fun s => N s - s - exp (- s)) (fun s => law s - 1 - - exp (- s))).
    - intros s. apply derive_minus; [apply derive_minus; [apply DN|apply derive_id]|]. auto_derive; [trivial|ring].
    - intros s. pose proof (law_near_1 s) as L. lra. }
  assert (Near : forall x z, N x - x - exp (- x) <= N z - z).
  { intros x z. destruct (Rle_dec x z) as [H|H].
    - pose proof (Rise x z H) as A. pose proof (exp_pos (- z)) as P. lra.
    - pose proof (Fall z x ltac:(lra)) as A. pose proof (exp_pos (- x)) as P. lra. }
  destruct (completeness (fun r => exists x, r = x - N x)) as [k [Uk Lk]].
  { exists (- (N 0 - 0 - exp (- 0))). intros r [x ->]. pose proof (Near 0 x) as A. lra. }
  { exists (0 - N 0). now exists 0. }
  set (M := fun x => N x - - k).
  assert (DM : forall x, is_derive M x (law x)).
  { intros x. replace (law x) with (law x - 0) by ring. apply derive_minus; [apply DN|]. auto_derive; trivial. }
  (* M rises, and M - e^x falls *)
  assert (Rise' : forall x z, x <= z -> M x <= M z) by (apply (never_falls M law DM); intros s; left; apply law_pos).
  assert (Fall' : forall x z, x <= z -> exp x - M x <= exp z - M z).
  { apply (never_falls (fun s => exp s - M s) (fun s => exp s - law s)).
    - intros s. apply derive_minus; [apply is_derive_exp|apply DM].
    - intros s. pose proof (law_small s) as L. lra. }
  assert (Near' : forall x z, M x - exp x <= M z).
  { intros x z. destruct (Rle_dec x z) as [H|H].
    - pose proof (Rise' x z H) as A. pose proof (exp_pos x) as P. lra.
    - pose proof (Fall' z x ltac:(lra)) as A. pose proof (exp_pos z) as P. lra. }
  destruct (completeness (fun r => exists x, r = - M x)) as [g [Ug Lg]].
  { exists (- (M 0 - exp 0)). intros r [x ->]. pose proof (Near' 0 x) as A. lra. }
  { exists (- M 0). now exists 0. }
  exists M, (- g). split; [exact DM|split]; intros x; split.
  - specialize (Uk (x - N x) (ex_intro _ x eq_refl)). unfold M. lra.
  - enough (k <= - (N x - x - exp (- x))) by (unfold M; lra). apply Lk. intros r [z ->].
    pose proof (Near x z) as A. lra.
  - specialize (Ug (- M x) (ex_intro _ x eq_refl)). lra.
  - enough (g <= - (M x - exp x)) by lra. apply Lg. intros r [z ->]. pose proof (Near' x z) as A. lra.
Qed.

(** e^-z and z e^-z are small on the right. *)
Lemma tails z : 0 <= z -> exp (- z) <= exp (- (z / 2)) /\ z * exp (- z) <= 2 * exp (- (z / 2)).
Proof.
  intros Hz. split; [apply exp_le; lra|]. replace (- z) with (- (z / 2) + - (z / 2)) by field. rewrite exp_plus.
  pose proof (exp_pos (- (z / 2))) as P. assert (Q : z * exp (- (z / 2)) <= 2); [|nra].
  rewrite exp_Ropp. pose proof (exp_ineq1_le (z / 2)) as E. pose proof (exp_pos (z / 2)) as R.
  apply (Rmult_le_reg_r (exp (z / 2))); [exact R|]. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

Section Largest.
Variables (M : R -> R) (gamma : R).
Hypothesis HM : mean_maximum M gamma.

(** The mean of the largest of m and variables of the total weight C. *)
Definition largest_mean (C m : R) : R := if Rlt_dec 0 C then M (m - ln C) + ln C else m.

Lemma largest_mean_derive C m : 0 <= C -> is_derive (largest_mean C) m (below C m).
Proof.
  intros HC. unfold largest_mean. destruct HM as (D & _). destruct (Rlt_dec 0 C) as [P|P].
  - replace (below C m) with (1 * law (m - ln C) - 0).
    + apply (is_derive_ext (fun s => M (s - ln C) - - ln C));
        [intros s; change (M (s - ln C) - - ln C = M (s - ln C) + ln C); ring|].
      apply derive_minus; [|auto_derive; trivial].
      apply (is_derive_comp M (fun s => s - ln C)); [apply D|]. auto_derive; [trivial|ring].
    + rewrite <- below_one, exp_ln by exact P. ring.
  - replace (below C m) with 1; [apply derive_id|]. unfold below. replace C with 0 by lra.
    replace (- 0 * exp (- m)) with 0 by ring. now rewrite exp_0.
Qed.

(** It is above m by at most C e^-m. *)
Lemma largest_mean_above C m : 0 <= C -> 0 <= largest_mean C m - m <= C * exp (- m).
Proof.
  intros HC. unfold largest_mean. destruct HM as (_ & B & _). destruct (Rlt_dec 0 C) as [P|P].
  - pose proof (B (m - ln C)) as X. replace (- (m - ln C)) with (ln C + - m) in X by ring.
    rewrite exp_plus, exp_ln in X by exact P. lra.
  - replace C with 0 by lra. lra.
Qed.

(** On the left it tends to gamma + ln C, if C is positive. *)
Lemma largest_mean_left C m : 0 < C -> 0 <= largest_mean C m - (gamma + ln C) <= / C * exp m.
Proof.
  intros HC. unfold largest_mean. destruct HM as (_ & _ & B). destruct (Rlt_dec 0 C) as [P|P]; [|contradiction].
  pose proof (B (m - ln C)) as X. replace (m - ln C) with (m + - ln C) in X by ring.
  rewrite exp_plus, exp_Ropp, exp_ln in X by exact P. replace (m - ln C) with (m + - ln C) by ring. lra.
Qed.

(** With one more variable: an antiderivative of largest_mean C (t + z) density z, and its limits. *)
Section OneMore.
Variables (C t : R).
Hypothesis HC : 0 <= C.
Let K := C + exp t.

Definition primitive (z : R) : R := largest_mean C (t + z) * law z - largest_mean K (t + z).

Lemma weight_pos : 0 < K.
Proof. pose proof (exp_pos t) as P. unfold K. lra. Qed.

Lemma shifted_derive (D z : R) : 0 <= D -> is_derive (fun z => largest_mean D (t + z)) z (below D (t + z)).
Proof.
  intros HD. replace (below D (t + z)) with (1 * below D (t + z)) by ring.
  apply (is_derive_comp (largest_mean D) (fun z => t + z)); [now apply largest_mean_derive|].
  auto_derive; [trivial|ring].
Qed.

Lemma primitive_derive (z : R) : is_derive primitive z (largest_mean C (t + z) * density z).
Proof.
  pose proof weight_pos as PK.
  replace (largest_mean C (t + z) * density z)
    with ((below C (t + z) * law z + largest_mean C (t + z) * density z) - below K (t + z)).
  - apply derive_minus; [|apply shifted_derive; lra].
    apply (is_derive_mult (fun z => largest_mean C (t + z)) law z); [now apply shifted_derive|apply law_derive|].
    intros; apply Rmult_comm.
  - unfold K. rewrite <- below_plus, below_one. replace (t + z - t) with z by ring. ring.
Qed.

Lemma integrand_continuous (z : R) : continuous (fun z => largest_mean C (t + z) * density z) z.
Proof.
  apply (continuous_mult (fun z => largest_mean C (t + z)) density); [|apply density_continuous].
  apply (ex_derive_continuous (fun z => largest_mean C (t + z))). exists (below C (t + z)). now apply shifted_derive.
Qed.

Lemma primitive_right : filterlim primitive plus_infinity (locally 0).
Proof.
  pose proof weight_pos as PK. apply (limit_right _ _ (Rabs t + 2 + (C + K) * exp (- t))). intros z Hz.
  rewrite Rminus_0_r. unfold primitive. pose proof (largest_mean_above C (t + z) HC) as R1.
  pose proof (largest_mean_above K (t + z) ltac:(lra)) as R2. set (r1 := largest_mean C (t + z) - (t + z)) in *.
  set (r2 := largest_mean K (t + z) - (t + z)) in *.
  replace (largest_mean C (t + z)) with (t + z + r1) by (unfold r1; ring).
  replace (largest_mean K (t + z)) with (t + z + r2) by (unfold r2; ring).
  replace ((t + z + r1) * law z - (t + z + r2)) with (r1 * law z + (- r2 + - ((t + z) * (1 - law z)))) by ring.
  replace (- (t + z)) with (- t + - z) in R1, R2 by ring. rewrite exp_plus in R1, R2.
  destruct (tails z Hz) as [T1 T2]. pose proof (law_pos z) as L1. pose proof (law_le_1 z) as L2.
  pose proof (law_near_1 z) as L3. pose proof (exp_pos (- t)) as Pt. pose proof (exp_pos (- z)) as Pz.
  set (e := exp (- z)) in *. set (w := exp (- (z / 2))) in *.
  assert (Q1 : Rabs (r1 * law z) <= C * exp (- t) * w).
  { rewrite Rabs_pos_eq by (apply Rmult_le_pos; lra). apply Rle_trans with (r1 * 1); [apply Rmult_le_compat_l; lra|].
    assert (X : C * exp (- t) * e <= C * exp (- t) * w) by (apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|lra]).
    lra. }
  assert (Q2 : Rabs (- r2) <= K * exp (- t) * w).
  { rewrite Rabs_Ropp, Rabs_pos_eq by lra.
    assert (X : K * exp (- t) * e <= K * exp (- t) * w) by (apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|lra]).
    lra. }
  assert (Q3 : Rabs (- ((t + z) * (1 - law z))) <= (Rabs t + 2) * w).
  { rewrite Rabs_Ropp, Rabs_mult, (Rabs_pos_eq (1 - law z)) by lra. pose proof (Rabs_triang t z) as X.
    rewrite (Rabs_pos_eq z Hz) in X. pose proof (Rabs_pos t) as Y.
    apply Rle_trans with ((Rabs t + z) * e); [apply Rmult_le_compat; try lra; apply Rabs_pos|].
    assert (V : Rabs t * e <= Rabs t * w) by (apply Rmult_le_compat_l; lra). lra. }
  eapply Rle_trans; [apply Rabs_triang|]. eapply Rle_trans; [apply Rplus_le_compat_l, Rabs_triang|]. lra.
Qed.

Lemma primitive_left : filterlim primitive minus_infinity (locally (- (gamma + ln K))).
Proof.
  pose proof weight_pos as PK. set (w0 := Rabs t + Rabs (largest_mean C t)).
  apply (limit_left _ _ (w0 + 2 + / K * exp t)). intros z Hz. unfold primitive.
  pose proof (largest_mean_left K (t + z) PK) as R2. set (r2 := largest_mean K (t + z) - (gamma + ln K)) in *.
  replace (largest_mean K (t + z)) with (gamma + ln K + r2) by (unfold r2; ring).
  replace (largest_mean C (t + z) * law z - (gamma + ln K + r2) - - (gamma + ln K))
    with (largest_mean C (t + z) * law z + - r2) by ring.
  rewrite exp_plus in R2. pose proof (tails (- z) ltac:(lra)) as [T1 T2].
  replace (- - z) with z in T1, T2 by ring. replace (- (- z / 2)) with (z / 2) in T1, T2 by field.
  pose proof (law_pos z) as L1. pose proof (law_small z) as L2. pose proof (exp_pos z) as Pz.
  pose proof (exp_pos t) as Pt. set (e := exp z) in *. set (w := exp (z / 2)) in *.
  assert (B : Rabs (largest_mean C (t + z)) <= w0 + - z).
  { pose proof (proj1 (largest_mean_above C (t + z) HC)) as X.
    pose proof (never_falls (largest_mean C) (below C) (fun s => largest_mean_derive C s HC)
      (fun s => Rlt_le _ _ (proj1 (proj1 (below_range C s HC)))) (t + z) t ltac:(lra)) as Y.
    pose proof (Rle_abs t) as A1. pose proof (Rle_abs (- t)) as A2. rewrite Rabs_Ropp in A2.
    pose proof (Rle_abs (largest_mean C t)) as A3. pose proof (Rabs_pos (largest_mean C t)) as A4.
    pose proof (Rabs_pos t) as A5. apply Rabs_le. unfold w0. lra. }
  assert (Q1 : Rabs (largest_mean C (t + z) * law z) <= (w0 + 2) * w).
  { rewrite Rabs_mult, (Rabs_pos_eq (law z)) by lra. pose proof (Rabs_pos (largest_mean C (t + z))) as A.
    apply Rle_trans with ((w0 + - z) * e); [apply Rmult_le_compat; lra|].
    assert (V : w0 * e <= w0 * w).
    { apply Rmult_le_compat_l; [|lra]. unfold w0. pose proof (Rabs_pos t) as A1.
      pose proof (Rabs_pos (largest_mean C t)) as A2. lra. } lra. }
  assert (Q2 : Rabs (- r2) <= / K * exp t * w).
  { rewrite Rabs_Ropp, Rabs_pos_eq by lra. pose proof (Rinv_0_lt_compat K PK) as I.
    assert (X : / K * exp t * e <= / K * exp t * w) by (apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|lra]).
    lra. }
  eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

(** The mean of the largest of these variables and one more; with m, and without. *)
Lemma largest_mean_last : gumbel_mean (fun z => largest_mean C (t + z)) (gamma + ln K).
Proof.
  unfold gumbel_mean. replace (gamma + ln K) with (0 - - (gamma + ln K)) by ring.
  exact (integral primitive _ _ _ primitive_derive integrand_continuous primitive_left primitive_right).
Qed.

Lemma largest_mean_step m : gumbel_mean (fun z => largest_mean C (Rmax m (t + z))) (largest_mean K m).
Proof.
  set (z0 := m - t). replace (largest_mean K m) with (largest_mean C m * law z0 + (0 - primitive z0)).
  - apply (glued _ (fun z => largest_mean C m * density z) (fun z => largest_mean C (t + z) * density z) z0).
    + intros z Hz. rewrite Rmax_left by (unfold z0 in Hz; lra). reflexivity.
    + intros z Hz. rewrite Rmax_right by (unfold z0 in Hz; lra). reflexivity.
    + apply law_left.
    + apply (integral primitive _ _ _ primitive_derive integrand_continuous); [apply limit_at|apply primitive_right].
  - unfold primitive, z0. replace (t + (m - t)) with m by ring. ring.
Qed.
End OneMore.

(** gamma is the mean of one variable. *)
Lemma gamma_is_mean : gumbel_mean (fun z => z) gamma.
Proof.
  pose proof (largest_mean_last 0 0 (Rle_refl 0)) as H. rewrite exp_0, Rplus_0_l, ln_1, Rplus_0_r in H.
  apply (gumbel_mean_ext (fun z => largest_mean 0 (0 + z))); [|exact H]. intros z. unfold largest_mean.
  destruct (Rlt_dec 0 0); [exfalso; lra|ring].
Qed.
End Largest.
