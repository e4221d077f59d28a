(** A Gumbel variable without measure theory: its mean values are improper integrals, found by antiderivatives; with
    what the largest of m and further variables needs. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Vectors LogSumExp.
Open Scope R_scope.

(** The distribution function e^{-e^{-z}} and the density. *)
Definition law (z : R) : R := exp (- exp (- z)).
Definition density (z : R) : R := exp (- z - exp (- z)).

Definition minus_infinity := Rbar_locally m_infty.
Definition plus_infinity := Rbar_locally p_infty.

(** l is the mean of G(Z). *)
Definition gumbel_mean (G : R -> R) (l : R) : Prop :=
  is_RInt_gen (fun z => G z * density z) minus_infinity plus_infinity l.

(** ** Limits and improper integrals *)

(** What is bounded by a multiple of e^{-z/2} on the right tends to its limit, and on the left likewise. *)
Lemma exp_half_small K e z : 0 < e -> 2 * (Rabs K + 1) / e < z -> K * exp (- (z / 2)) < e.
Proof.
  intros He Hz. pose proof (Rabs_pos K) as PK. pose proof (Rle_abs K) as QK.
  assert (A : 2 * (Rabs K + 1) < e * z).
  { apply (Rmult_lt_compat_l e) in Hz; [|exact He]. replace (e * (2 * (Rabs K + 1) / e)) with (2 * (Rabs K + 1)) in Hz
      by (field; lra). exact Hz. }
  rewrite exp_Ropp. pose proof (exp_ineq1_le (z / 2)) as B. pose proof (exp_pos (z / 2)) as P.
  apply (Rmult_lt_reg_r (exp (z / 2))); [exact P|]. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  assert (C : e * (1 + z / 2) <= e * exp (z / 2)) by (apply Rmult_le_compat_l; lra). lra.
Qed.

Lemma limit_right (A : R -> R) l K : (forall z, 0 <= z -> Rabs (A z - l) <= K * exp (- (z / 2))) ->
  filterlim A plus_infinity (locally l).
Proof.
  intros H. apply filterlim_locally. intros e. exists (2 * (Rabs K + 1) / e). intros z Hz.
  assert (P : 0 < 2 * (Rabs K + 1) / e).
  { pose proof (Rabs_pos K) as PK. apply Rdiv_lt_0_compat; [lra|apply cond_pos]. }
  change (Rabs (A z - l) < e). eapply Rle_lt_trans; [apply H; lra|]. apply exp_half_small; [apply cond_pos|exact Hz].
Qed.

Lemma limit_left (A : R -> R) l K : (forall z, z <= 0 -> Rabs (A z - l) <= K * exp (z / 2)) ->
  filterlim A minus_infinity (locally l).
Proof.
  intros H. apply filterlim_locally. intros e. exists (- (2 * (Rabs K + 1) / e)). intros z Hz.
  assert (P : 0 < 2 * (Rabs K + 1) / e).
  { pose proof (Rabs_pos K) as PK. apply Rdiv_lt_0_compat; [lra|apply cond_pos]. }
  change (Rabs (A z - l) < e). eapply Rle_lt_trans; [apply H; lra|].
  replace (z / 2) with (- (- z / 2)) by field. apply exp_half_small; [apply cond_pos|lra].
Qed.

(** The value at a point is the limit there. *)
Lemma limit_at (A : R -> R) (z0 : R) : filterlim A (at_point (T := R_UniformSpace) z0) (locally (A z0)).
Proof. intros P HP. unfold filtermap, at_point. now apply locally_singleton. Qed.

(** An integral is the difference of the limits of an antiderivative. *)
Lemma integral {Fa Fb : (R -> Prop) -> Prop} {FFa : Filter Fa} {FFb : Filter Fb} (A a : R -> R) la lb :
  (forall z, is_derive A z (a z)) -> (forall z, continuous a z) ->
  filterlim A Fa (locally la) -> filterlim A Fb (locally lb) -> is_RInt_gen a Fa Fb (lb - la).
Proof.
  intros D C La Lb. assert (E : forall z, Derive A z = a z) by (intros z; apply is_derive_unique, D).
  apply (is_RInt_gen_ext (Derive A)); [apply filter_forall; intros ab z _; apply E|].
  apply is_RInt_gen_Derive; [apply filter_forall| |exact La|exact Lb].
  - intros ab z _. exists (a z). apply D.
  - apply filter_forall. intros ab z _. apply (continuous_ext a); [intros; symmetry; apply E|apply C].
Qed.

(** An integrand that is g1 before z0 and g2 after. *)
Lemma glued (g g1 g2 : R -> R) z0 l1 l2 : (forall z, z < z0 -> g z = g1 z) -> (forall z, z0 < z -> g z = g2 z) ->
  is_RInt_gen g1 minus_infinity (at_point z0) l1 -> is_RInt_gen g2 (at_point z0) plus_infinity l2 ->
  is_RInt_gen g minus_infinity plus_infinity (l1 + l2).
Proof.
  intros E1 E2 I1 I2. apply (is_RInt_gen_Chasles g z0 l1 l2).
  - apply (is_RInt_gen_ext g1); [|exact I1].
    apply (Filter_prod _ _ _ (fun x => x < z0) (fun y => y = z0)); [now exists z0|reflexivity|].
    intros x y Hx -> z Hz. simpl in Hz. rewrite Rmin_left, Rmax_right in Hz by lra. symmetry. apply E1. lra.
  - apply (is_RInt_gen_ext g2); [|exact I2].
    apply (Filter_prod _ _ _ (fun y => y = z0) (fun x => z0 < x)); [reflexivity|now exists z0|].
    intros y x -> Hx z Hz. simpl in Hz. rewrite Rmin_left, Rmax_right in Hz by lra. symmetry. apply E2. lra.
Qed.

(** Two functions with the same values have the same means. *)
Lemma gumbel_mean_ext (G H : R -> R) l : (forall z, G z = H z) -> gumbel_mean G l -> gumbel_mean H l.
Proof. intros E. replace H with G by (now apply functional_extensionality). auto. Qed.

(** ** The law *)

Lemma law_pos z : 0 < law z.
Proof. apply exp_pos. Qed.

Lemma law_le_1 z : law z <= 1.
Proof. unfold law. rewrite <- exp_0. apply exp_le. pose proof (exp_pos (- z)) as P. lra. Qed.

(** It is close to 1 on the right, and small on the left. *)
Lemma law_near_1 z : 1 - law z <= exp (- z).
Proof. unfold law. pose proof (exp_ineq1_le (- exp (- z))) as E. lra. Qed.

Lemma law_small z : law z <= exp z.
Proof. unfold law. apply exp_le. pose proof (exp_ineq1_le (- z)) as E. lra. Qed.

(** Its derivative is the density. *)
Lemma law_derive (z : R) : is_derive law z (density z).
Proof.
  unfold law, density. replace (- z - exp (- z)) with (- z + - exp (- z)) by ring. rewrite exp_plus.
  auto_derive; [trivial|]. ring.
Qed.

Lemma density_continuous z : continuous density z.
Proof. apply (ex_derive_continuous density). unfold density. auto_derive. trivial. Qed.

(** A multiple of the density, up to a point. *)
Lemma law_left c z0 : is_RInt_gen (fun z => c * density z) minus_infinity (at_point z0) (c * law z0).
Proof.
  replace (c * law z0) with (c * law z0 - c * 0) by ring.
  apply (integral (fun z => c * law z) (fun z => c * density z)).
  - intros z. apply (is_derive_scal law z c). apply law_derive.
  - intros z. apply (continuous_mult (fun _ => c) density); [apply continuous_const|apply density_continuous].
  - apply (limit_left _ _ (Rabs c)). intros z Hz. replace (c * law z - c * 0) with (c * law z) by ring.
    rewrite Rabs_mult, (Rabs_pos_eq (law z)) by (left; apply law_pos). apply Rmult_le_compat_l; [apply Rabs_pos|].
    pose proof (law_small z) as S. pose proof (exp_le z (z / 2) ltac:(lra)) as T. lra.
  - apply (limit_at (fun z => c * law z)).
Qed.

(** The whole mass is 1. *)
Lemma gumbel_mean_const c : gumbel_mean (fun _ => c) c.
Proof.
  enough (H : gumbel_mean (fun _ => c) (c - c * 0)) by (replace (c - c * 0) with c in H by ring; exact H).
  apply (integral (fun z => c * law z) (fun z => c * density z)).
  - intros z. apply (is_derive_scal law z c). apply law_derive.
  - intros z. apply (continuous_mult (fun _ => c) density); [apply continuous_const|apply density_continuous].
  - apply (limit_left _ _ (Rabs c)). intros z Hz. replace (c * law z - c * 0) with (c * law z) by ring.
    rewrite Rabs_mult, (Rabs_pos_eq (law z)) by (left; apply law_pos). apply Rmult_le_compat_l; [apply Rabs_pos|].
    pose proof (law_small z) as S. pose proof (exp_le z (z / 2) ltac:(lra)) as T. lra.
  - apply (limit_right _ _ (Rabs c)). intros z Hz. replace (c * law z - c) with (- (c * (1 - law z))) by ring.
    pose proof (law_le_1 z) as L. pose proof (law_near_1 z) as N. pose proof (exp_le (- z) (- (z / 2)) ltac:(lra)) as T.
    rewrite Rabs_Ropp, Rabs_mult, (Rabs_pos_eq (1 - law z)) by lra. apply Rmult_le_compat_l; [apply Rabs_pos|lra].
Qed.

(** Means are linear. *)
Lemma gumbel_mean_affine G l a b : gumbel_mean G l -> gumbel_mean (fun z => a * G z + b) (a * l + b).
Proof.
  intros H. unfold gumbel_mean.
  pose proof (is_RInt_gen_plus _ _ _ _ (is_RInt_gen_scal _ a _ H) (gumbel_mean_const b)) as S.
  replace (fun z => (a * G z + b) * density z) with (fun z => plus (scal a (G z * density z)) (b * density z)).
  - exact S.
  - apply functional_extensionality. intros z. unfold plus, scal; simpl. unfold mult; simpl. ring.
Qed.

(** ** Several variables: the probability that those of the total weight C are below s *)

Definition below (C s : R) : R := exp (- C * exp (- s)).

(** Independent ones multiply, and one of the weight e^t is below s if Z is below s - t. *)
Lemma below_plus C C' s : below C s * below C' s = below (C + C') s.
Proof. unfold below. rewrite <- exp_plus. f_equal. ring. Qed.

Lemma below_one t s : below (exp t) s = law (s - t).
Proof.
  unfold below, law. f_equal. replace (- (s - t)) with (t + - s) by ring. rewrite exp_plus. ring.
Qed.

(** It is between 0 and 1, and near 1 on the right. *)
Lemma below_range C s : 0 <= C -> 0 < below C s <= 1 /\ 1 - below C s <= C * exp (- s).
Proof.
  intros HC. pose proof (exp_pos (- s)) as P. unfold below. split; [split; [apply exp_pos|]|].
  - rewrite <- exp_0. apply exp_le. nra.
  - pose proof (exp_ineq1_le (- C * exp (- s))) as E. lra.
Qed.

(** Its derivative along a shift. *)
Lemma below_derive (q b t z : R) :
  is_derive (fun z => q * below b (t + z)) z (q * (below b (t + z) * (b * exp (- (t + z))))).
Proof. unfold below. auto_derive; [trivial|]. ring. Qed.

(** With one more variable of the weight e^t: the antiderivative of below C (t + z) density z. *)
Section OneMore.
Variables (C t : R).
Hypothesis HC : 0 <= C.
Let a := exp t.

Definition share : R := exp t / (C + exp t).

Lemma share_range : 0 < C + a /\ 0 < share <= 1 /\ (C + a) * share = a.
Proof.
  pose proof (exp_pos t) as P. fold a in P. unfold share. fold a. assert (Q : 0 < C + a) by lra.
  split; [exact Q|]. split; [split; [now apply Rdiv_lt_0_compat|]|field; lra].
  apply (Rmult_le_reg_r (C + a)); [exact Q|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

Lemma one_more_derive (z : R) : is_derive (fun z => share * below (C + a) (t + z)) z (below C (t + z) * density z).
Proof.
  destruct share_range as (Q & _ & E).
  replace (below C (t + z) * density z) with (share * (below (C + a) (t + z) * ((C + a) * exp (- (t + z))))).
  - apply below_derive.
  - replace (share * (below (C + a) (t + z) * ((C + a) * exp (- (t + z)))))
      with (below (C + a) (t + z) * (((C + a) * share) * exp (- (t + z)))) by ring.
    rewrite E, <- below_plus. unfold a. rewrite (below_one t (t + z)), <- exp_plus.
    replace (t + z - t) with z by ring. replace (t + - (t + z)) with (- z) by ring.
    unfold law, density. replace (- z - exp (- z)) with (- exp (- z) + - z) by ring. rewrite exp_plus. ring.
Qed.

Lemma one_more_continuous (z : R) : continuous (fun z => below C (t + z) * density z) z.
Proof.
  apply (ex_derive_continuous (fun z => below C (t + z) * density z)). unfold below, density. auto_derive. trivial.
Qed.

Lemma one_more_right : filterlim (fun z => share * below (C + a) (t + z)) plus_infinity (locally share).
Proof.
  destruct share_range as (Q & [S1 S2] & _). apply (limit_right _ _ ((C + a) * exp (- t))). intros z Hz.
  destruct (below_range (C + a) (t + z) ltac:(lra)) as [[B1 B2] B3].
  replace (- (t + z)) with (- t + - z) in B3 by ring. rewrite exp_plus in B3.
  pose proof (exp_le (- z) (- (z / 2)) ltac:(lra)) as T. pose proof (exp_pos (- t)) as P.
  replace (share * below (C + a) (t + z) - share) with (- (share * (1 - below (C + a) (t + z)))) by ring.
  rewrite Rabs_Ropp, Rabs_pos_eq by (apply Rmult_le_pos; lra).
  apply Rle_trans with (1 * (1 - below (C + a) (t + z))); [apply Rmult_le_compat_r; lra|].
  assert (X : (C + a) * exp (- t) * exp (- z) <= (C + a) * exp (- t) * exp (- (z / 2))).
  { apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|exact T]. } lra.
Qed.

Lemma one_more_left : filterlim (fun z => share * below (C + a) (t + z)) minus_infinity (locally 0).
Proof.
  destruct share_range as (Q & [S1 S2] & _). apply (limit_left _ _ 1). intros z Hz. rewrite Rminus_0_r.
  destruct (below_range (C + a) (t + z) ltac:(lra)) as [[B1 B2] _]. rewrite Rabs_pos_eq by (apply Rmult_le_pos; lra).
  apply Rle_trans with (1 * below (C + a) (t + z)); [apply Rmult_le_compat_r; lra|]. apply Rmult_le_compat_l; [lra|].
  rewrite <- below_plus. unfold a. rewrite below_one. replace (t + z - t) with z by ring.
  destruct (below_range C (t + z) HC) as [[B3 B4] _]. pose proof (law_pos z) as L. pose proof (law_small z) as S.
  pose proof (exp_le z (z / 2) ltac:(lra)) as T. nra.
Qed.

(** The whole integral, and that from m - t on. *)
Lemma one_more_whole : gumbel_mean (fun z => below C (t + z)) share.
Proof.
  unfold gumbel_mean. replace share with (share - 0) by ring.
  apply (integral _ _ _ _ one_more_derive one_more_continuous one_more_left one_more_right).
Qed.

Lemma one_more_after m : is_RInt_gen (fun z => below C (t + z) * density z) (at_point (m - t)) plus_infinity
  (share * (1 - below (C + a) m)).
Proof.
  replace (share * (1 - below (C + a) m)) with (share - share * below (C + a) (t + (m - t)))
    by (replace (t + (m - t)) with m by ring; ring).
  apply (integral _ _ _ _ one_more_derive one_more_continuous); [|exact one_more_right].
  apply (limit_at (fun z => share * below (C + a) (t + z))).
Qed.
End OneMore.
