(** Two scores under exponential noise, under Gumbel noise, and under uniform noise in one score alone. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Vectors LogSumExp Gradients LipschitzSlopes MeanValue PerturbedMaximum.
From TightMax Require Import GumbelVariable GumbelMaximum GumbelWinner GumbelSoftmax IteratedMeans TwoScores UniformNoise.
Open Scope R_scope.

(** The density on (0, oo). *)
Definition exponential (z : R) : R := if Rlt_dec 0 z then exp (- z) else 0.

(** ** Exponential noise *)

(** A function that is f1 before a and f2 after, with the derivative g1 and g2. *)
Lemma glued_derive (f f1 f2 g g1 g2 : R -> R) a : (forall x, x <= a -> f x = f1 x /\ g x = g1 x) ->
  (forall x, a <= x -> f x = f2 x /\ g x = g2 x) ->
  (forall x, derivable_pt_lim f1 x (g1 x)) -> (forall x, derivable_pt_lim f2 x (g2 x)) ->
  forall x, derivable_pt_lim f x (g x).
Proof.
  intros E1 E2 D1 D2 x eta He. destruct (D1 x eta He) as [[d1 P1] H1]. destruct (D2 x eta He) as [[d2 P2] H2].
  cbn in H1, H2. destruct (Rtotal_order x a) as [L|[->|G]].
  - assert (P : 0 < Rmin d1 (a - x)) by (apply Rmin_pos; lra). exists (mkposreal _ P). intros h Nh Hh. cbn in Hh.
    pose proof (Rmin_l d1 (a - x)) as M1. pose proof (Rmin_r d1 (a - x)) as M2. pose proof (Rle_abs h) as A.
    rewrite (proj1 (E1 (x + h) ltac:(lra))), (proj1 (E1 x ltac:(lra))), (proj2 (E1 x ltac:(lra))). apply H1; [exact Nh|lra].
  - assert (P : 0 < Rmin d1 d2) by (apply Rmin_pos; lra). exists (mkposreal _ P). intros h Nh Hh. cbn in Hh.
    pose proof (Rmin_l d1 d2) as M1. pose proof (Rmin_r d1 d2) as M2. destruct (Rle_dec h 0) as [N|N].
    + rewrite (proj1 (E1 (a + h) ltac:(lra))), (proj1 (E1 a ltac:(lra))), (proj2 (E1 a ltac:(lra))).
      apply H1; [exact Nh|lra].
    + rewrite (proj1 (E2 (a + h) ltac:(lra))), (proj1 (E2 a ltac:(lra))), (proj2 (E2 a ltac:(lra))).
      apply H2; [exact Nh|lra].
  - assert (P : 0 < Rmin d2 (x - a)) by (apply Rmin_pos; lra). exists (mkposreal _ P). intros h Nh Hh. cbn in Hh.
    pose proof (Rmin_l d2 (x - a)) as M1. pose proof (Rmin_r d2 (x - a)) as M2. pose proof (Rle_abs (- h)) as A.
    rewrite Rabs_Ropp in A.
    rewrite (proj1 (E2 (x + h) ltac:(lra))), (proj1 (E2 x ltac:(lra))), (proj2 (E2 x ltac:(lra))). apply H2; [exact Nh|lra].
Qed.

(** A mean by an antiderivative that is (b + s z) e^-z + c e^-2z in the end. *)
Definition tail_of (b s c z : R) : R := (b + s * z) * exp (- z) + c * exp (- (2 * z)).

Lemma tail_derive b s c z :
  derivable_pt_lim (tail_of b s c) z ((s - b - s * z - 2 * c * exp (- z)) * exp (- z)).
Proof.
  apply is_derive_Reals. unfold tail_of. auto_derive; [trivial|].
  replace (- (2 * z)) with (- z + - z) by ring. rewrite exp_plus. ring.
Qed.

Lemma tail_limit b s c : filterlim (tail_of b s c) plus_infinity (locally 0).
Proof.
  apply (limit_right _ _ (Rabs b + Rabs s * 2 + Rabs c)). intros z Hz. rewrite Rminus_0_r. unfold tail_of.
  destruct (tails z Hz) as [T1 T2]. pose proof (exp_pos (- z)) as P1. pose proof (exp_pos (- (2 * z))) as P2.
  pose proof (exp_le (- (2 * z)) (- (z / 2)) ltac:(lra)) as T3. pose proof (Rabs_pos b) as Pb.
  pose proof (Rabs_pos s) as Ps. pose proof (Rabs_pos c) as Pc.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite (Rmult_plus_distr_r _ (Rabs c)). apply Rplus_le_compat.
  - rewrite Rabs_mult, (Rabs_pos_eq (exp _)) by lra. apply Rle_trans with ((Rabs b + Rabs s * z) * exp (- z)).
    + apply Rmult_le_compat_r; [lra|]. pose proof (Rabs_triang b (s * z)) as T.
      rewrite (Rabs_mult s), (Rabs_pos_eq z) in T by exact Hz. exact T.
    + assert (X : Rabs b * exp (- z) <= Rabs b * exp (- (z / 2))) by (apply Rmult_le_compat_l; lra).
      assert (Y : Rabs s * (z * exp (- z)) <= Rabs s * (2 * exp (- (z / 2)))) by (apply Rmult_le_compat_l; lra). lra.
  - rewrite Rabs_mult, (Rabs_pos_eq (exp _)) by lra. apply Rmult_le_compat_l; [apply Rabs_pos|lra].
Qed.

Lemma exponential_mean G A b s c z1 l : (forall z, derivable_pt_lim A z (G z * exp (- z))) ->
  (forall z, continuous G z) -> (forall z, z1 <= z -> A z = tail_of b s c z) -> - A 0 = l ->
  mean_under exponential G l.
Proof.
  intros D C End <-. replace (- A 0) with (0 * (1 * law 0) + (0 - A 0)) by ring.
  apply (glued (fun z => G z * exponential z) (fun z => 0 * (1 * density z)) (fun z => G z * exp (- z)) 0).
  - intros z Hz. unfold exponential. destruct (Rlt_dec 0 z); [lra|ring].
  - intros z Hz. unfold exponential. destruct (Rlt_dec 0 z); [reflexivity|lra].
  - exact (is_RInt_gen_scal _ 0 _ (law_left 1 0)).
  - apply (integral A (fun z => G z * exp (- z))).
    + intros z. apply is_derive_Reals, D.
    + intros z. apply (continuous_mult G (fun z => exp (- z))); [apply C|].
      apply (ex_derive_continuous (fun z => exp (- z))). auto_derive. trivial.
    + apply limit_at.
    + apply (filterlim_ext_loc (tail_of b s c)); [|apply tail_limit]. exists z1. intros z Hz. symmetry. apply End. lra.
Qed.

Lemma exponential_density : is_density exponential.
Proof.
  split.
  - intros z. unfold exponential. destruct (Rlt_dec 0 z); [left; apply exp_pos|lra].
  - apply (exponential_mean (fun _ => 1) (tail_of (-1) 0 0) (-1) 0 0 0).
    + intros z. pose proof (tail_derive (-1) 0 0 z) as D.
      replace (1 * exp (- z)) with ((0 - -1 - 0 * z - 2 * 0 * exp (- z)) * exp (- z)) by ring. exact D.
    + intros z. apply continuous_const.
    + reflexivity.
    + unfold tail_of. rewrite Ropp_0, exp_0. ring.
Qed.

Lemma exponential_of_mean_1 : mean_under exponential (fun z => z) 1.
Proof.
  apply (exponential_mean (fun z => z) (tail_of (-1) (-1) 0) (-1) (-1) 0 0).
  - intros z. pose proof (tail_derive (-1) (-1) 0 z) as D.
    replace (z * exp (- z)) with ((-1 - -1 - -1 * z - 2 * 0 * exp (- z)) * exp (- z)) by ring. exact D.
  - intros z. apply continuous_id.
  - reflexivity.
  - unfold tail_of. rewrite Ropp_0, exp_0. ring.
Qed.

(** The mean of |y - Z|, by an antiderivative glued at y. *)
Definition one_exponential (y : R) : R := Rabs y + (2 * exp (- ((y + Rabs y) / 2)) - 1).

Lemma one_exponential_cases y : one_exponential y = if Rle_dec 0 y then y - 1 + 2 * exp (- y) else 1 - y.
Proof.
  unfold one_exponential. destruct (Rle_dec 0 y) as [H|H].
  - rewrite Rabs_pos_eq by exact H. replace ((y + y) / 2) with y by field. ring.
  - rewrite Rabs_left by lra. replace (- ((y + - y) / 2)) with 0 by field. rewrite exp_0. ring.
Qed.

Lemma one_exponential_mean y : mean_under exponential (fun z => Rabs (y - z)) (one_exponential y).
Proof.
  set (A := fun z => if Rle_dec y z then tail_of (y - 1) (-1) 0 z else tail_of (1 - y) 1 0 z - 2 * exp (- y)).
  assert (Meet : tail_of (y - 1) (-1) 0 y = tail_of (1 - y) 1 0 y - 2 * exp (- y)) by (unfold tail_of; ring).
  apply (exponential_mean _ A (y - 1) (-1) 0 y).
  - apply (glued_derive A (fun z => tail_of (1 - y) 1 0 z - 2 * exp (- y)) (tail_of (y - 1) (-1) 0)
      (fun z => Rabs (y - z) * exp (- z)) (fun z => (y - z) * exp (- z)) (fun z => (z - y) * exp (- z)) y).
    + intros z Hz. rewrite Rabs_pos_eq by lra. split; [|reflexivity]. unfold A. destruct (Rle_dec y z) as [H|H];
        [|reflexivity]. replace z with y by lra. exact Meet.
    + intros z Hz. rewrite Rabs_minus_sym, Rabs_pos_eq by lra. split; [|reflexivity]. unfold A.
      destruct (Rle_dec y z); [reflexivity|lra].
    + intros z. replace ((y - z) * exp (- z)) with ((1 - (1 - y) - 1 * z - 2 * 0 * exp (- z)) * exp (- z) - 0) by ring.
      apply (derivable_pt_lim_minus (tail_of (1 - y) 1 0) (fct_cte (2 * exp (- y))));
        [apply tail_derive|apply derivable_pt_lim_const].
    + intros z. replace ((z - y) * exp (- z)) with ((-1 - (y - 1) - -1 * z - 2 * 0 * exp (- z)) * exp (- z)) by ring.
      apply tail_derive.
  - intros z. apply (continuous_comp (fun z => y - z) Rabs); [|apply continuous_Rabs].
    apply (ex_derive_continuous (fun z => y - z)). auto_derive. trivial.
  - intros z Hz. unfold A. destruct (Rle_dec y z); [reflexivity|lra].
  - rewrite one_exponential_cases. unfold A. destruct (Rle_dec y 0) as [H|H], (Rle_dec 0 y) as [H'|H']; try lra;
      unfold tail_of; rewrite ?Ropp_0, ?exp_0, ?Rmult_0_r; try ring.
    replace y with 0 by lra. rewrite Ropp_0, exp_0. ring.
Qed.

(** The mean of |x + Z_0 - Z_1|, by an antiderivative glued at -x; and its two derivatives. *)
Definition two_exponential (x : R) : R := Rabs x + exp (- Rabs x).
Definition two_exponential' (x : R) : R := if Rle_dec 0 x then 1 - exp (- x) else exp x - 1.

Lemma two_exponential_mean x : means_under exponential 2 (fun z => Rabs (x + (z 0%nat - z 1%nat))) (two_exponential x).
Proof.
  exists (fun z => one_exponential (x + z 0%nat)). split.
  { intros v. apply (mean_under_ext exponential (fun z => Rabs (x + v 0%nat - z))); [|apply one_exponential_mean].
    intros z. unfold with_entry. cbn [Nat.eqb]. f_equal. ring. }
  exists (fun _ => two_exponential x). split; [|reflexivity]. intros v. unfold with_entry. cbn [Nat.eqb].
  set (A := fun z => if Rle_dec (- x) z then tail_of (- x) (-1) (- exp (- x)) z else tail_of x 1 0 z - exp x).
  assert (Meet : tail_of (- x) (-1) (- exp (- x)) (- x) = tail_of x 1 0 (- x) - exp x).
  { unfold tail_of. replace (- (2 * - x)) with (x + x) by ring. rewrite exp_plus, Ropp_involutive.
    replace (- exp (- x) * (exp x * exp x)) with (- (exp (- x) * exp x) * exp x) by ring.
    rewrite <- exp_plus, Rplus_opp_l, exp_0. ring. }
  apply (exponential_mean _ A (- x) (-1) (- exp (- x)) (- x)).
  - apply (glued_derive A (fun z => tail_of x 1 0 z - exp x) (tail_of (- x) (-1) (- exp (- x)))
      (fun z => one_exponential (x + z) * exp (- z)) (fun z => (1 - (x + z)) * exp (- z))
      (fun z => (x + z - 1 + 2 * exp (- (x + z))) * exp (- z)) (- x)).
    + intros z Hz. rewrite one_exponential_cases. split.
      * unfold A. destruct (Rle_dec (- x) z) as [H|H]; [|reflexivity]. replace z with (- x) by lra. exact Meet.
      * destruct (Rle_dec 0 (x + z)) as [H|H]; [|reflexivity]. replace (x + z) with 0 by lra.
        rewrite Ropp_0, exp_0. ring.
    + intros z Hz. rewrite one_exponential_cases. split.
      * unfold A. destruct (Rle_dec (- x) z); [reflexivity|lra].
      * destruct (Rle_dec 0 (x + z)); [reflexivity|lra].
    + intros z. replace ((1 - (x + z)) * exp (- z)) with ((1 - x - 1 * z - 2 * 0 * exp (- z)) * exp (- z) - 0) by ring.
      apply (derivable_pt_lim_minus (tail_of x 1 0) (fct_cte (exp x))); [apply tail_derive|apply derivable_pt_lim_const].
    + intros z. replace ((x + z - 1 + 2 * exp (- (x + z))) * exp (- z))
        with ((-1 - - x - -1 * z - 2 * - exp (- x) * exp (- z)) * exp (- z)); [apply tail_derive|].
      replace (- (x + z)) with (- x + - z) by ring. rewrite exp_plus. ring.
  - assert (L : forall z, continuous (fun z => x + z) z)
      by (intros z; apply (ex_derive_continuous (fun z => x + z)); auto_derive; trivial).
    intros z. apply (continuous_comp (fun z => x + z) one_exponential); [apply L|].
    apply (continuous_plus Rabs (fun y => 2 * exp (- ((y + Rabs y) / 2)) - 1)); [apply continuous_Rabs|].
    apply (continuous_comp (fun y => y + Rabs y) (fun w => 2 * exp (- (w / 2)) - 1)).
    + apply (continuous_plus (fun y => y) Rabs); [apply continuous_id|apply continuous_Rabs].
    + apply (ex_derive_continuous (fun w => 2 * exp (- (w / 2)) - 1)). auto_derive. trivial.
  - intros z Hz. unfold A. destruct (Rle_dec (- x) z); [reflexivity|lra].
  - unfold A, two_exponential, tail_of. rewrite Ropp_0, !Rmult_0_r, exp_0, Ropp_0, exp_0.
    destruct (Rle_dec (- x) 0) as [H|H].
    + rewrite Rabs_pos_eq by lra. ring.
    + rewrite Rabs_left by lra. rewrite Ropp_involutive. ring.
Qed.

Lemma exponential_product : noise_product exponential 1.
Proof.
  assert (E : forall x, derivable_pt_lim exp x (exp x)) by apply derivable_pt_lim_exp.
  assert (E' : forall a b c x, derivable_pt_lim (fun x => a * x + b * exp (c * x)) x (a + b * c * exp (c * x))).
  { intros a b c x. apply is_derive_Reals. auto_derive; [trivial|ring]. }
  replace 1 with (2 * (1 / 2) * two_exponential 0).
  - apply (product_of_difference exponential two_exponential two_exponential' (1 / 2) 1);
      [exact exponential_density|exact exponential_of_mean_1|exact two_exponential_mean| |].
    + apply (glued_derive _ (fun x => -1 * x + 1 * exp (1 * x)) (fun x => 1 * x + 1 * exp (-1 * x)) _
        (fun x => -1 + 1 * 1 * exp (1 * x)) (fun x => 1 + 1 * -1 * exp (-1 * x)) 0); [| |apply E'|apply E'].
      * intros x Hx. unfold two_exponential, two_exponential'. rewrite Rabs_left1 by exact Hx.
        rewrite Ropp_involutive. replace (1 * x) with x by ring. split; [ring|].
        destruct (Rle_dec 0 x) as [H|H]; [|ring]. replace x with 0 by lra. rewrite Ropp_0, exp_0. ring.
      * intros x Hx. unfold two_exponential, two_exponential'. rewrite Rabs_pos_eq by exact Hx.
        replace (-1 * x) with (- x) by ring. split; [ring|]. destruct (Rle_dec 0 x) as [H|H]; [ring|lra].
    + replace (2 * (1 / 2)) with 1 by field. apply (least_on_line two_exponential' (fun x => exp (- Rabs x))).
      * apply (glued_derive _ (fun x => 0 * x + 1 * exp (1 * x) - 1) (fun x => 0 * x + -1 * exp (-1 * x) - -1) _
          (fun x => 0 + 1 * 1 * exp (1 * x) - 0) (fun x => 0 + -1 * -1 * exp (-1 * x) - 0) 0).
        -- intros x Hx. unfold two_exponential'. rewrite Rabs_left1 by exact Hx. rewrite Ropp_involutive.
           replace (1 * x) with x by ring. split; [|ring]. destruct (Rle_dec 0 x) as [H|H]; [|ring]. replace x with 0 by lra. rewrite Ropp_0, exp_0. ring.
        -- intros x Hx. unfold two_exponential'. rewrite Rabs_pos_eq by exact Hx. replace (-1 * x) with (- x) by ring.
           split; [|ring]. destruct (Rle_dec 0 x) as [H|H]; [ring|lra].
        -- intros x. apply (derivable_pt_lim_minus (fun x => 0 * x + 1 * exp (1 * x)) (fct_cte 1));
             [apply E'|apply derivable_pt_lim_const].
        -- intros x. apply (derivable_pt_lim_minus (fun x => 0 * x + -1 * exp (-1 * x)) (fct_cte (-1)));
             [apply E'|apply derivable_pt_lim_const].
      * intros x. rewrite Rabs_pos_eq by (left; apply exp_pos). rewrite <- exp_0. apply exp_le.
        pose proof (Rabs_pos x) as P. lra.
      * intros b Hb. exists 0. rewrite Rabs_R0, Ropp_0, exp_0, Rabs_R1. exact Hb.
  - unfold two_exponential. rewrite Rabs_R0, Ropp_0, exp_0. field.
Qed.
