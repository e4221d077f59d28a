(** Two scores under independent noise: from the mean of |x + Z_0 - Z_1|; uniform noise. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Vectors LogSumExp Gradients LipschitzSlopes MeanValue PerturbedMaximum.
From TightMax Require Import GumbelVariable GumbelMaximum GumbelWinner GumbelSoftmax IteratedMeans TwoScores.
Open Scope R_scope.

(** The density on [-1, 1]. *)
Definition uniform (z : R) : R := if Rle_dec (Rabs z) 1 then 1 / 2 else 0.

(** Independent noise of the density p in both scores, centred, has the product c: for every eps > 0 there is the
    mean f(theta) of the greater of theta_i + eps (Z_i - E Z), and c is the gap of f times its smoothness. *)
Definition noise_product (p : R -> R) (c : R) : Prop := is_density p /\ exists m, mean_under p (fun z => z) m /\
  forall eps, 0 < eps -> exists f : vec -> R,
    (forall theta, means_under p 2 (fun z => largest 2 (noisy eps theta (fun i => z i - m))) (f theta)) /\
    product_is 2 f c.

(** ** From the mean of |x + Z_0 - Z_1| *)

Lemma greater_of_two eps theta z m : 0 < eps -> largest 2 (noisy eps theta (fun i => z i - m)) =
  1 * ((theta 0%nat + theta 1%nat) / 2 + eps / 2 * Rabs ((theta 0%nat - theta 1%nat) / eps + (z 0%nat - z 1%nat))) +
  eps / 2 * (z 0%nat + z 1%nat - 2 * m).
Proof.
  intros He. cbn [largest]. unfold noisy, add, scale. rewrite max_by_difference.
  replace (theta 0%nat + eps * (z 0%nat - m) - (theta 1%nat + eps * (z 1%nat - m)))
    with (eps * ((theta 0%nat - theta 1%nat) / eps + (z 0%nat - z 1%nat))) by (field; lra).
  rewrite Rabs_mult, (Rabs_pos_eq eps) by lra. field.
Qed.

Section FromDifference.
Variables (p K k : R -> R) (S m : R).
Hypothesis Hp : is_density p.
Hypothesis Hm : mean_under p (fun z => z) m.
Hypothesis HK : forall x, means_under p 2 (fun z => Rabs (x + (z 0%nat - z 1%nat))) (K x).
Hypothesis DK : forall x, derivable_pt_lim K x (k x).
Hypothesis Hk : least_lipschitz everywhere k (2 * S).

(** The mean is between |x| and |x| + K(0). *)
Lemma mean_between x : Rabs x <= K x <= Rabs x + K 0.
Proof.
  assert (L : forall a, means_under p 2 (fun z => a * (x + (z 0%nat - z 1%nat))) (a * x)).
  { intros a. pose proof (means_of_entry p Hp 2 0 (fun z => z) m ltac:(lia) Hm) as M0.
    pose proof (means_of_entry p Hp 2 1 (fun z => z) m ltac:(lia) Hm) as M1.
    pose proof (means_under_linear p 2 a (-a) _ _ _ _ M0 M1) as D.
    pose proof (means_under_linear p 2 1 1 _ _ _ _ (means_under_const p Hp 2 (a * x)) D) as T.
    replace (1 * (a * x) + 1 * (a * m + - a * m)) with (a * x) in T by ring. revert T. apply means_under_ext.
    intros z. ring. }
  split.
  - assert (A : forall a, Rabs a = 1 -> a * x <= K x).
    { intros a Ha. apply (means_under_le p Hp 2 _ _ _ _ (L a) (HK x)). intros z.
      eapply Rle_trans; [apply Rle_abs|]. rewrite Rabs_mult, Ha. lra. }
    pose proof (A 1 ltac:(apply Rabs_R1)) as A1. pose proof (A (-1) ltac:(rewrite Rabs_left; lra)) as A2.
    apply Rabs_le. lra.
  - pose proof (means_under_linear p 2 1 1 _ _ _ _ (means_under_const p Hp 2 (Rabs x)) (HK 0)) as T.
    replace (1 * Rabs x + 1 * K 0) with (Rabs x + K 0) in T by ring.
    apply (means_under_le p Hp 2 _ _ _ _ (HK x) T). intros z. rewrite 2 Rmult_1_l, Rplus_0_l. apply Rabs_triang.
Qed.

Theorem product_of_difference : noise_product p (2 * S * K 0).
Proof.
  split; [exact Hp|]. exists m. split; [exact Hm|]. intros eps He.
  exists (fun x => (x 0%nat + x 1%nat) / 2 + eps / 2 * K ((x 0%nat - x 1%nat) / eps)). split.
  - intros theta. pose proof (means_of_entry p Hp 2 0 (fun z => z) m ltac:(lia) Hm) as M0.
    pose proof (means_of_entry p Hp 2 1 (fun z => z) m ltac:(lia) Hm) as M1.
    pose proof (means_under_linear p 2 (eps / 2) (eps / 2) _ _ _ _ M0 M1) as T.
    set (x := (theta 0%nat - theta 1%nat) / eps). set (a := (theta 0%nat + theta 1%nat) / 2).
    pose proof (means_under_linear p 2 1 (eps / 2) _ _ _ _ (means_under_const p Hp 2 (a - eps * m)) (HK x)) as U.
    pose proof (means_under_linear p 2 1 1 _ _ _ _ T U) as V.
    replace (1 * (eps / 2 * m + eps / 2 * m) + 1 * (1 * (a - eps * m) + eps / 2 * K x)) with (a + eps / 2 * K x) in V
      by field.
    revert V. apply means_under_ext. intros z. rewrite greater_of_two by exact He. fold x a. field.
  - apply (two_scores_product K k S eps); [exact He|exact DK|exact mean_between|exact Hk|reflexivity].
Qed.
End FromDifference.

(** ** Powers of absolute values *)

Definition square (x : R) : R := x * Rabs x.
Definition cube (x : R) : R := x * (x * Rabs x).

Lemma square_derive x : derivable_pt_lim square x (2 * Rabs x).
Proof.
  destruct (Rtotal_order x 0) as [L|[->|G]].
  - replace (2 * Rabs x) with (1 * Rabs x + x * -1) by (rewrite Rabs_left by exact L; ring).
    apply (derivable_pt_lim_mult id Rabs); [apply derivable_pt_lim_id|now apply Rabs_derive_2].
  - intros eta He. exists (mkposreal eta He). intros h Nh Hh. cbn in Hh. unfold square.
    rewrite Rplus_0_l, Rabs_R0. replace ((h * Rabs h - 0 * 0) / h - 2 * 0) with (Rabs h) by (field; exact Nh).
    now rewrite Rabs_Rabsolu.
  - replace (2 * Rabs x) with (1 * Rabs x + x * 1) by (rewrite Rabs_pos_eq by lra; ring).
    apply (derivable_pt_lim_mult id Rabs); [apply derivable_pt_lim_id|now apply Rabs_derive_1].
Qed.

Lemma cube_derive x : derivable_pt_lim cube x (3 * square x).
Proof.
  replace (3 * square x) with (1 * square x + x * (2 * Rabs x)) by (unfold square; ring).
  apply (derivable_pt_lim_mult id square); [apply derivable_pt_lim_id|apply square_derive].
Qed.

(** Shifted. *)
Lemma shifted f f' a x : derivable_pt_lim f (x + a) (f' (x + a)) -> derivable_pt_lim (fun x => f (x + a)) x (f' (x + a)).
Proof.
  intros D. replace (f' (x + a)) with (f' (x + a) * 1) by ring.
  apply (derivable_pt_lim_comp (fun x => x + a) f); [|exact D].
  replace 1 with (1 + 0) by ring. apply (derivable_pt_lim_plus id (fct_cte a));
    [apply derivable_pt_lim_id|apply derivable_pt_lim_const].
Qed.

(** A combination of two. *)
Lemma combined f g a b x l m : derivable_pt_lim f x l -> derivable_pt_lim g x m ->
  derivable_pt_lim (fun x => a * f x + b * g x) x (a * l + b * m).
Proof.
  intros F G. apply (derivable_pt_lim_plus (mult_real_fct a f) (mult_real_fct b g)); now apply derivable_pt_lim_scal.
Qed.

(** ** Uniform noise *)

Lemma uniform_mean G A l : (forall z, derivable_pt_lim A z (G z)) -> (forall z, continuous G z) ->
  / 2 * (A 1 - A (-1)) = l -> mean_under uniform G l.
Proof.
  intros D C <-. apply (line_bounded (fun z => scal (/ 2) (G z)) (fun z => G z * uniform z)).
  - intros z Hz. unfold uniform. destruct (Rle_dec _ _) as [H|H]; [|exfalso; apply H; apply Rabs_le; lra].
    unfold scal; simpl. unfold mult; simpl. field.
  - intros z Hz. unfold uniform. destruct (Rle_dec _ _) as [H|H]; [|ring]. exfalso.
    apply (Rle_trans _ _ _ (Rle_abs z)) in H as H1. pose proof (Rle_abs (- z)) as H2. rewrite Rabs_Ropp in H2. lra.
  - apply (is_RInt_scal G). apply (is_RInt_derive A G); intros z _; [apply is_derive_Reals, D|apply C].
Qed.

Lemma continuous_of f f' : (forall z, derivable_pt_lim f z (f' z)) -> forall z, continuous f z.
Proof. intros D z. apply (ex_derive_continuous f). exists (f' z). apply is_derive_Reals, D. Qed.

Lemma uniform_density : is_density uniform.
Proof.
  split.
  - intros z. unfold uniform. destruct (Rle_dec _ _); lra.
  - apply (uniform_mean (fun _ => 1) (fun z => z)); [apply derivable_pt_lim_id|intros z; apply continuous_const|field].
Qed.

Lemma uniform_centred : mean_under uniform (fun z => z) 0.
Proof.
  apply (uniform_mean (fun z => z) (fun z => z ^ 2 / 2)).
  - intros z. replace z with (/ 2 * (2 * z)) at 2 by field. apply is_derive_Reals. auto_derive; [trivial|field].
  - intros z. apply continuous_id.
  - field.
Qed.

(** The mean of |x + Z|. *)
Definition one_uniform (x : R) : R := / 4 * square (x + 1) + - / 4 * square (x + -1).

Lemma one_uniform_mean x : mean_under uniform (fun z => Rabs (x + z)) (one_uniform x) /\
  mean_under uniform (fun z => Rabs (x - z)) (one_uniform x).
Proof.
  assert (P : forall s, s = 1 \/ s = -1 -> mean_under uniform (fun z => Rabs (x + s * z)) (one_uniform x)).
  { intros s Hs. assert (D : forall z, derivable_pt_lim (fun z => s / 2 * square (s * z + x)) z (Rabs (x + s * z))).
    { intros z. replace (Rabs (x + s * z)) with (s / 2 * (2 * Rabs (s * z + x) * s)).
      - apply (derivable_pt_lim_scal (fun z => square (s * z + x))).
        apply (derivable_pt_lim_comp (fun z => s * z + x) square); [|apply square_derive].
        apply is_derive_Reals. auto_derive; [trivial|ring].
      - rewrite (Rplus_comm x). destruct Hs as [-> | ->]; field. }
    apply (uniform_mean _ _ _ D).
    - intros z. apply (continuous_comp (fun z => x + s * z) Rabs); [|apply continuous_Rabs].
      apply (ex_derive_continuous (fun z => x + s * z)). auto_derive. trivial.
    - unfold one_uniform. destruct Hs as [-> | ->]; unfold square;
        [replace (1 * 1 + x) with (x + 1) by ring; replace (1 * -1 + x) with (x + -1) by ring|
         replace (-1 * 1 + x) with (x + -1) by ring; replace (-1 * -1 + x) with (x + 1) by ring]; field. }
  split.
  - apply (mean_under_ext uniform (fun z => Rabs (x + 1 * z))); [intros z; f_equal; ring|apply P; now left].
  - apply (mean_under_ext uniform (fun z => Rabs (x + -1 * z))); [intros z; f_equal; ring|apply P; now right].
Qed.

(** The mean of |x + Z_0 - Z_1|, and its two derivatives. *)
Definition two_uniform (x : R) : R := / 24 * (1 * cube (x + 2) + 1 * cube (x + -2)) + - / 12 * cube x.
Definition two_uniform' (x : R) : R :=
  / 24 * (1 * (3 * square (x + 2)) + 1 * (3 * square (x + -2))) + - / 12 * (3 * square x).
Definition two_uniform'' (x : R) : R :=
  / 24 * (1 * (3 * (2 * Rabs (x + 2))) + 1 * (3 * (2 * Rabs (x + -2)))) + - / 12 * (3 * (2 * Rabs x)).

Lemma two_uniform_mean x : means_under uniform 2 (fun z => Rabs (x + (z 0%nat - z 1%nat))) (two_uniform x).
Proof.
  exists (fun z => one_uniform (x + z 0%nat)). split.
  - intros v. apply (mean_under_ext uniform (fun z => Rabs (x + v 0%nat - z))); [|apply one_uniform_mean].
    intros z. unfold with_entry. cbn [Nat.eqb]. f_equal. ring.
  - exists (fun _ => two_uniform x). split; [|reflexivity]. intros v. unfold with_entry. cbn [Nat.eqb].
    assert (D1 : forall z, derivable_pt_lim (fun z => / 12 * cube (z + (x + 1)) + - / 12 * cube (z + (x + -1))) z
      (one_uniform (x + z))).
    { intros z. replace (one_uniform (x + z))
        with (/ 12 * (3 * square (z + (x + 1))) + - / 12 * (3 * square (z + (x + -1)))).
      - apply combined; [apply (shifted cube (fun x => 3 * square x))|apply (shifted cube (fun x => 3 * square x))];
          apply cube_derive.
      - unfold one_uniform. replace (z + (x + 1)) with (x + z + 1) by ring.
        replace (z + (x + -1)) with (x + z + -1) by ring. field. }
    apply (uniform_mean _ _ _ D1).
    + intros z. apply (continuous_of (fun z => one_uniform (x + z))
        (fun z => / 4 * (2 * Rabs (z + (x + 1))) + - / 4 * (2 * Rabs (z + (x + -1))))).
      intros s. apply (derivable_pt_lim_ext (fun z => / 4 * square (z + (x + 1)) + - / 4 * square (z + (x + -1)))).
      * intros t. unfold one_uniform. replace (x + t + 1) with (t + (x + 1)) by ring.
        now replace (x + t + -1) with (t + (x + -1)) by ring.
      * apply combined; [apply (shifted square (fun x => 2 * Rabs x))|apply (shifted square (fun x => 2 * Rabs x))];
          apply square_derive.
    + unfold two_uniform. replace (1 + (x + 1)) with (x + 2) by ring. replace (1 + (x + -1)) with x by ring.
      replace (-1 + (x + 1)) with x by ring. replace (-1 + (x + -1)) with (x + -2) by ring. field.
Qed.

Lemma uniform_product : noise_product uniform (2 / 3).
Proof.
  replace (2 / 3) with (2 * (1 / 2) * two_uniform 0).
  - apply (product_of_difference uniform two_uniform two_uniform' (1 / 2) 0);
      [exact uniform_density|exact uniform_centred|exact two_uniform_mean| |].
    + intros x. apply combined; [apply combined|apply cube_derive]; apply (shifted cube (fun x => 3 * square x));
        apply cube_derive.
    + replace (2 * (1 / 2)) with 1 by field. apply (least_on_line two_uniform' two_uniform'').
      * intros x. apply combined; [apply combined|]; apply (derivable_pt_lim_scal _ 3);
          try apply (shifted square (fun x => 2 * Rabs x)); apply square_derive.
      * intros x. unfold two_uniform''. apply Rabs_le. unfold Rabs.
        destruct (Rcase_abs (x + 2)), (Rcase_abs (x + -2)), (Rcase_abs x); lra.
      * intros b Hb. exists 0. unfold two_uniform''. rewrite Rabs_R0, Rplus_0_l, Rplus_0_l, (Rabs_pos_eq 2), (Rabs_left (-2)) by lra.
        rewrite Rabs_pos_eq; lra.
  - unfold two_uniform, cube. rewrite 2 Rplus_0_l, (Rabs_pos_eq 2), (Rabs_left (-2)) by lra. field.
Qed.
