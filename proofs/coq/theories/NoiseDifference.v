(** Two scores under any noise: gap and smoothness of the mean of the greater one, by the law of the difference of the
    noise. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Vectors Converse LipschitzSlopes MeanValue PerturbedMaximum TwoScores UniformNoise.
Open Scope R_scope.

(** 1 on [a, b] and 0 elsewhere; 1 beyond t and 0 elsewhere. *)
Definition within (a b x : R) : R := if Rle_dec a x then if Rle_dec x b then 1 else 0 else 0.
Definition beyond (t x : R) : R := if Rlt_dec t x then 1 else 0.

(** P(a <= U <= b) <= S (b - a) for all intervals; S is the least such number. *)
Definition spread_at_most {W} (P : mean_value W) (U : W -> R) (S : R) : Prop :=
  forall a b, a <= b -> mean P (fun w => within a b (U w)) <= S * (b - a).
Definition spread_is {W} (P : mean_value W) (U : W -> R) (S : R) : Prop :=
  spread_at_most P U S /\ forall S', spread_at_most P U S' -> S <= S'.

(** Limits of bounds. *)
Lemma bound_by_limit x y k : 0 <= k -> (forall eta, 0 < eta -> x <= y + k * eta) -> x <= y.
Proof.
  intros Hk H. apply Rnot_lt_le. intros L. specialize (H ((x - y) / (2 * (k + 1)))
    ltac:(apply Rdiv_lt_0_compat; lra)).
  assert (E : k * ((x - y) / (2 * (k + 1))) <= (k + 1) * ((x - y) / (2 * (k + 1)))).
  { apply Rmult_le_compat_r; [left; apply Rdiv_lt_0_compat; lra|lra]. }
  replace ((k + 1) * ((x - y) / (2 * (k + 1)))) with ((x - y) / 2) in E by (field; lra). lra.
Qed.

Section Difference.
Context {W : Type} (P : mean_value W).
Variable U : W -> R.
Hypothesis HU : integrable P U.

(** Events. *)
Lemma beyond_integrable t : integrable P (fun w => beyond t (U w)).
Proof.
  apply (integrable_ext P (fun w => if Rlt_dec 0 (U w - t) then 1 else 0)).
  - intros w. unfold beyond. destruct (Rlt_dec 0 (U w - t)), (Rlt_dec t (U w)); lra.
  - apply integrable_positive, integrable_minus; [exact HU|apply integrable_const].
Qed.

Lemma within_integrable a b : a <= b -> integrable P (fun w => within a b (U w)).
Proof.
  intros H. apply (integrable_ext P (fun w => (1 - beyond b (U w)) - (if Rlt_dec 0 (a - U w) then 1 else 0))).
  - intros w. unfold beyond, within. destruct (Rlt_dec b (U w)), (Rlt_dec 0 (a - U w)), (Rle_dec a (U w)); try lra;
      destruct (Rle_dec (U w) b); lra.
  - apply integrable_minus; [apply integrable_minus; [apply integrable_const|apply beyond_integrable]|].
    apply integrable_positive, integrable_minus; [apply integrable_const|exact HU].
Qed.

Lemma size_integrable x : integrable P (fun w => Rabs (x + U w)).
Proof.
  apply (integrable_ext P (fun w => Rmax (x + U w) (-1 * (x + U w)))).
  - intros w. unfold Rmax, Rabs. destruct (Rle_dec _ _), (Rcase_abs _); lra.
  - assert (I : integrable P (fun w => x + U w)) by (apply integrable_plus; [apply integrable_const|exact HU]).
    apply mean_max; [exact I|now apply integrable_scale].
Qed.

(** The chance that U is beyond t, the mean of |x + U|, and the derivative of it. *)
Definition chance_beyond (t : R) : R := mean P (fun w => beyond t (U w)).
Let K (x : R) : R := mean P (fun w => Rabs (x + U w)).
Let k (x : R) : R := 2 * chance_beyond (- x) - 1.

Lemma chance_falls s t : s <= t -> chance_beyond t <= chance_beyond s.
Proof.
  intros H. apply (mean_monotone _ P); [apply beyond_integrable|apply beyond_integrable|]. intros w. unfold beyond.
  destruct (Rlt_dec t (U w)), (Rlt_dec s (U w)); lra.
Qed.

(** An interval without its lower end, and with it. *)
Lemma interval_chance a b : a <= b ->
  chance_beyond a - chance_beyond b <= mean P (fun w => within a b (U w)) /\
  forall eta, 0 < eta -> mean P (fun w => within a b (U w)) <= chance_beyond (a - eta) - chance_beyond b.
Proof.
  intros H. unfold chance_beyond.
  assert (D : forall s, mean P (fun w => beyond s (U w)) - mean P (fun w => beyond b (U w)) =
    mean P (fun w => 1 * beyond s (U w) + -1 * beyond b (U w))).
  { intros s. rewrite mean_of_linear by apply beyond_integrable. ring. }
  assert (I : forall s, integrable P (fun w => 1 * beyond s (U w) + -1 * beyond b (U w)))
    by (intros s; apply integrable_linear; apply beyond_integrable).
  split; [|intros eta He]; rewrite D; apply (mean_monotone _ P); try apply I; try (now apply within_integrable);
    intros w; unfold within, beyond.
  - destruct (Rlt_dec a (U w)), (Rlt_dec b (U w)), (Rle_dec a (U w)); try destruct (Rle_dec (U w) b); lra.
  - destruct (Rlt_dec (a - eta) (U w)), (Rlt_dec b (U w)), (Rle_dec a (U w)); try destruct (Rle_dec (U w) b); lra.
Qed.

(** A subgradient of the mean. *)
Lemma mean_subgradient x h : K x + h * k x <= K (x + h).
Proof.
  assert (E : K x + h * k x = mean P (fun w => 1 * Rabs (x + U w) + h * (2 * beyond (- x) (U w) + -1 * 1))).
  { rewrite (mean_of_linear P 1 h); [|apply size_integrable|apply integrable_linear;
      [apply beyond_integrable|apply integrable_const]].
    rewrite (mean_of_linear P 2 (-1)) by (apply beyond_integrable || apply integrable_const). rewrite mean_const.
    unfold K, k, chance_beyond. ring. }
  rewrite E. apply (mean_monotone _ P).
  - apply integrable_linear; [apply size_integrable|]. apply integrable_linear;
      [apply beyond_integrable|apply integrable_const].
  - apply size_integrable.
  - intros w. unfold beyond. destruct (Rlt_dec (- x) (U w)); unfold Rabs;
      destruct (Rcase_abs (x + U w)), (Rcase_abs (x + h + U w)); lra.
Qed.

(** How k changes. *)
Lemma slope_change S x y : spread_at_most P U S -> Rabs (k x - k y) <= 2 * S * Rabs (x - y).
Proof.
  intros HS. assert (A : forall x y, x <= y -> 0 <= k y - k x <= 2 * S * (y - x)).
  { intros u v H. unfold k. pose proof (chance_falls (- v) (- u) ltac:(lra)) as F.
    destruct (interval_chance (- v) (- u) ltac:(lra)) as [C _]. pose proof (HS (- v) (- u) ltac:(lra)) as B. lra. }
  destruct (Rle_dec x y) as [H|H].
  - specialize (A x y H). rewrite Rabs_left1, (Rabs_left1 (x - y)) by lra. lra.
  - specialize (A y x ltac:(lra)). rewrite Rabs_pos_eq, (Rabs_pos_eq (x - y)) by lra. lra.
Qed.

Lemma mean_slope S x : spread_at_most P U S -> derivable_pt_lim K x (k x).
Proof.
  intros HS eta He. assert (S0 : 0 <= S).
  { specialize (HS 0 1 ltac:(lra)). assert (0 <= mean P (fun w => within 0 1 (U w))); [|lra].
    rewrite <- (mean_const P 0) at 1. apply (mean_monotone _ P); [apply integrable_const|apply within_integrable; lra|].
    intros w. unfold within. destruct (Rle_dec 0 (U w)); [destruct (Rle_dec (U w) 1)|]; lra. }
  assert (Pd : 0 < eta / (2 * S + 1)) by (apply Rdiv_lt_0_compat; lra). exists (mkposreal _ Pd).
  intros h Nh Hh. change (Rabs h < eta / (2 * S + 1)) in Hh.
  pose proof (mean_subgradient x h) as A. pose proof (mean_subgradient (x + h) (- h)) as B.
  replace (x + h + - h) with x in B by ring. pose proof (slope_change S (x + h) x HS) as C.
  replace (x + h - x) with h in C by ring. pose proof (Rabs_pos_lt h Nh) as Ph.
  replace ((K (x + h) - K x) / h - k x) with ((K (x + h) - K x - h * k x) * / h) by (field; exact Nh).
  rewrite Rabs_mult, Rabs_inv. apply (Rmult_lt_reg_r (Rabs h)); [exact Ph|].
  rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  assert (D : Rabs (K (x + h) - K x - h * k x) <= Rabs h * (2 * S * Rabs h)).
  { rewrite Rabs_pos_eq by lra. apply Rle_trans with (h * (k (x + h) - k x)); [lra|].
    eapply Rle_trans; [apply Rle_abs|]. rewrite Rabs_mult. apply Rmult_le_compat_l; lra. }
  eapply Rle_lt_trans; [exact D|]. rewrite (Rmult_comm eta). apply Rmult_lt_compat_l; [exact Ph|].
  apply (Rmult_lt_compat_r (2 * S + 1)) in Hh; [|lra].
  replace (eta / (2 * S + 1) * (2 * S + 1)) with eta in Hh by (field; lra). lra.
Qed.

(** The least Lipschitz constant of k is twice the spread. *)
Lemma least_slope_change S : spread_is P U S -> least_lipschitz everywhere k (2 * S).
Proof.
  intros [HS Least]. split; [intros x y _ _; now apply slope_change|]. intros L HL.
  assert (L0 : 0 <= L).
  { specialize (HL 1 0 I I). rewrite (Rabs_pos_eq (1 - 0)) in HL by lra. pose proof (Rabs_pos (k 1 - k 0)). lra. }
  enough (S <= L / 2) by lra. apply Least. intros a b Hab. apply (bound_by_limit _ _ (L / 2)); [lra|].
  intros eta He. destruct (interval_chance a b Hab) as [_ C]. specialize (C eta He).
  specialize (HL (- (a - eta)) (- b) I I). unfold k in HL. rewrite 2 Ropp_involutive in HL.
  rewrite (Rabs_pos_eq (- (a - eta) - - b)) in HL by lra.
  pose proof (Rle_abs (2 * chance_beyond (a - eta) - 1 - (2 * chance_beyond b - 1))) as A. lra.
Qed.
End Difference.

(** The value of the two vertices is the greater score. *)
Lemma vertex_value d theta : best_value d d vertex theta = largest d theta.
Proof. apply largest_ext. intros j Hj. exact (sum_vertex d j theta Hj). Qed.

(** Two scores: gap times smoothness. *)
Theorem product_by_spread {W} (P : mean_value W) (Z : W -> vec) S eps :
  (forall i, (i < 2)%nat -> integrable P (fun w => Z w i) /\ mean P (fun w => Z w i) = 0) -> 0 < eps ->
  spread_is P (fun w => Z w 0%nat - Z w 1%nat) S ->
  product_is 2 (noisy_value P 2 2 vertex Z eps) (2 * S * mean P (fun w => Rabs (Z w 0%nat - Z w 1%nat))).
Proof.
  intros HZ He HS. destruct (HZ 0%nat ltac:(lia)) as [I0 M0]. destruct (HZ 1%nat ltac:(lia)) as [I1 M1].
  set (U := fun w => Z w 0%nat - Z w 1%nat) in *. assert (HU : integrable P U) by now apply integrable_minus.
  assert (MU : mean P U = 0).
  { unfold U. rewrite (mean_ext P _ (fun w => 1 * Z w 0%nat + -1 * Z w 1%nat)) by (intros; ring).
    rewrite mean_of_linear, M0, M1 by assumption. ring. }
  set (K := fun x => mean P (fun w => Rabs (x + U w))).
  assert (K0 : mean P (fun w => Rabs (U w)) = K 0) by (apply mean_ext; intros w; now rewrite Rplus_0_l).
  change (mean P (fun w => Rabs (Z w 0%nat - Z w 1%nat))) with (mean P (fun w => Rabs (U w))). rewrite K0.
  apply (two_scores_product K (fun x => 2 * chance_beyond P U (- x) - 1) S eps); [exact He| | | |].
  - intros x. exact (mean_slope P U HU S x (proj1 HS)).
  - intros x. assert (L : forall a, mean P (fun w => a * (x * 1 + 1 * U w)) = a * x).
    { intros a. rewrite mean_scale, mean_of_linear, mean_const, MU
        by (assumption || apply integrable_const || (apply integrable_linear; [apply integrable_const|assumption])).
        ring. }
    split.
    + assert (A : forall a, Rabs a = 1 -> a * x <= K x).
      { intros a Ha. rewrite <- L. apply (mean_monotone _ P).
        - apply integrable_scale, integrable_linear; [apply integrable_const|exact HU].
        - now apply size_integrable.
        - intros w. eapply Rle_trans; [apply Rle_abs|]. rewrite Rabs_mult, Ha. right. rewrite Rmult_1_l. f_equal. ring.
          }
      pose proof (A 1 ltac:(apply Rabs_R1)) as A1. pose proof (A (-1) ltac:(rewrite Rabs_left; lra)) as A2.
      apply Rabs_le. lra.
    + unfold K. rewrite <- (mean_const P (Rabs x)) at 1. rewrite <- mean_plus
        by (apply integrable_const || now apply size_integrable).
      apply (mean_monotone _ P); [now apply size_integrable|apply integrable_plus;
        [apply integrable_const|now apply size_integrable]|].
      intros w. rewrite Rplus_0_l. apply Rabs_triang.
  - exact (least_slope_change P U HU S HS).
  - intros theta. set (x := (theta 0%nat - theta 1%nat) / eps). set (a := (theta 0%nat + theta 1%nat) / 2).
    unfold noisy_value. rewrite (mean_ext P _ (fun w => (a * 1 + eps / 2 * Rabs (x + U w)) +
      (eps / 2 * Z w 0%nat + eps / 2 * Z w 1%nat))).
    + pose proof (size_integrable P U HU x) as IX. pose proof (integrable_const P 1) as IC.
      rewrite mean_plus by (apply integrable_linear; assumption).
      rewrite 2 mean_of_linear by assumption. rewrite mean_const, M0, M1. unfold K. ring.
    + intros w. rewrite vertex_value.
      rewrite (largest_ext 2 _ (noisy eps theta (fun i => Z w i - 0)))
        by (intros i _; unfold noisy, add, scale; ring).
      rewrite greater_of_two by exact He. fold x a. unfold U. field.
Qed.

(** Where U has a continuous density q the spread is the supremum of q. *)
Lemma spread_of_density {W} (P : mean_value W) U q S : (forall x, continuous q x) ->
  (forall a b, a <= b -> mean P (fun w => within a b (U w)) = RInt q a b) ->
  (spread_is P U S <-> is_lub (fun v => exists x, v = q x) S).
Proof.
  intros C H. assert (I : forall a b, ex_RInt q a b) by (intros; apply (ex_RInt_continuous q); intros; apply C).
  assert (Const : forall c a b, RInt (fun _ => c) a b = c * (b - a))
    by (intros c a b; rewrite RInt_const; apply Rmult_comm).
  assert (E : forall T, spread_at_most P U T <-> forall x, q x <= T).
  { intros T. split.
    - intros B x. apply Rnot_lt_le. intros L. pose proof (C x) as Cx.
      assert (Pe : 0 < (q x - T) / 2) by lra.
      destruct (proj1 (filterlim_locally q (q x)) Cx (mkposreal _ Pe)) as [[r Pr] N].
      specialize (B x (x + r / 2) ltac:(lra)). rewrite H in B by lra.
      assert (Low : RInt (fun _ => (q x + T) / 2) x (x + r / 2) <= RInt q x (x + r / 2)).
      { apply RInt_le; [lra|apply ex_RInt_const|apply I|]. intros y Hy.
        assert (By : Rabs (q y - q x) < (q x - T) / 2).
        { apply (N y). change (Rabs (y - x) < r). rewrite Rabs_pos_eq; lra. }
        apply Rabs_def2 in By. lra. }
      rewrite Const in Low. nra.
    - intros B a b Hab. rewrite H by exact Hab. rewrite <- Const.
      apply RInt_le; [exact Hab|apply I|apply ex_RInt_const|]. intros y _. apply B. }
  split.
  - intros [A L]. split; [intros v (x & ->); now apply E|]. intros b Hb. apply L, E. intros x. apply Hb. now exists x.
  - intros [A L]. split; [apply E; intros x; apply A; now exists x|]. intros T HT. apply L. intros v (x & ->).
    now apply E.
Qed.
