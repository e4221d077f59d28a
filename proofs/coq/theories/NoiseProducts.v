(** Gap times smoothness of perturbed maxima, beside the least gap of a smoothing and LogSumExp. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import LogSumExp Vectors Smoothing Conjugate Scaling Euclid Gradients SmallDimensions MeanValue.
From TightMax Require Import PerturbedMaximum NormalTail GumbelVariable GumbelSoftmax.
From TightMax Require Import IteratedMeans TwoScores UniformNoise.
From TightMax Require Import ExponentialNoise GumbelProduct NormalDensity NormalSums NormalProduct.
From TightMax Require Import NoiseDifference SpreadBound EqualLaws.
Open Scope R_scope.

(** ** Scaling *)

Section Product.
Context {W : Type} (P : mean_value W).
Variables (d : nat) (Z : W -> vec).
Hypothesis Hd : (1 <= d)%nat.
Hypothesis HZ : forall i, (i < d)%nat -> integrable P (fun w => Z w i).
Hypothesis Centred : forall i, (i < d)%nat -> mean P (fun w => Z w i) = 0.
Let F := noisy_value P d d vertex Z.

(** F_eps exceeds the maximum by 0 to eps F_1(0), and at 0 by that. *)
Lemma noisy_gap eps : 0 < eps -> gap_is d (F eps) (eps * F 1 zero).
Proof.
  intros He. split.
  - intros x. destruct (noisy_value_centred P d d vertex Z Hd HZ eps x He Centred) as [B _].
    rewrite vertex_value in B. fold F in B. lra.
  - exists zero. destruct (noisy_value_centred P d d vertex Z Hd HZ eps zero He Centred) as [_ E].
    rewrite vertex_value in E. fold F in E. lra.
Qed.

(** So it is an estimate of the maximum, if it is L-smooth. *)
Lemma noisy_estimate eps L : 0 < eps -> smooth_by d L (F eps) -> estimate d L 0 (eps * F 1 zero) (F eps).
Proof.
  intros He S. destruct (noisy_gap eps He) as [G _]. split; [|split; [exact S|]].
  - exact (noisy_value_convex P d d vertex Z Hd HZ eps).
  - intros x. specialize (G x). lra.
Qed.

(** F at another temperature is the same function on another scale. *)
Lemma noisy_rescale eps eps' L : 0 < eps -> 0 < eps' -> smooth_by d L (F eps) -> smooth_by d (eps * L / eps') (F eps').
Proof.
  intros He He' S. assert (Ht : 0 < eps' / eps) by (now apply Rdiv_lt_0_compat).
  destruct (rescale_estimate d (eps' / eps) L _ _ _ Ht (noisy_estimate eps L He S)) as (_ & R & _).
  replace (F eps') with (rescale (eps' / eps) (F eps)).
  - replace (eps * L / eps') with (L / (eps' / eps)) by (field; lra). exact R.
  - apply functional_extensionality. intros x. unfold rescale, F.
    rewrite (noisy_value_scale P d d vertex Z Hd HZ eps) by exact He.
    rewrite (noisy_value_scale P d d vertex Z Hd HZ eps') by exact He'.
    replace (scale (/ eps) (scale (/ (eps' / eps)) x)) with (scale (/ eps') x); [field; lra|].
    apply functional_extensionality. intros i. unfold scale. field. lra.
Qed.

Lemma noisy_smoothness eps eps' L : 0 < eps -> 0 < eps' -> smoothness_is d (F eps) L ->
  smoothness_is d (F eps') (eps * L / eps').
Proof.
  intros He He' [S Least]. split; [now apply noisy_rescale|]. intros L' S'.
  specialize (Least _ (noisy_rescale eps' eps L' He' He S')).
  apply (Rmult_le_reg_r eps'); [exact He'|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  apply (Rmult_le_compat_l eps) in Least; [|lra]. replace (eps * (eps' * L' / eps)) with (L' * eps') in Least
    by (field; lra). exact Least.
Qed.

(** Gap times smoothness is at least the least gap of a smoothing. *)
Lemma noisy_at_least eps L e : 0 < eps -> smoothness_is d (F eps) L -> optimum d e -> e <= eps * F 1 zero * L.
Proof.
  intros He [S _] O. pose proof (noisy_estimate eps L He S) as E. set (G := eps * F 1 zero) in *.
  assert (G0 : 0 <= G) by (destruct E as (_ & _ & B); specialize (B zero); lra).
  assert (L0 : 0 <= L).
  { destruct S as (g & _ & B). specialize (B (fun _ => 1) zero).
    pose proof (norm1_nonneg d (sub (g (fun _ => 1)) (g zero))) as N.
    assert (One : norm_inf d (sub (fun _ => 1) zero) = 1).
    { apply Rle_antisym.
      - apply norm_inf_le; [lra|]. intros i _. unfold sub, zero. rewrite Rminus_0_r, Rabs_R1. lra.
      - pose proof (norm_inf_entry d (sub (fun _ => 1) zero) 0 ltac:(lia)) as Q. unfold sub at 1, zero in Q.
        rewrite Rminus_0_r, Rabs_R1 in Q. exact Q. }
    rewrite One in B. lra. }
  apply (bound_by_limit _ _ G); [exact G0|]. intros eta Heta.
  assert (E' : estimate d (L + eta) 0 G (F eps)).
  { destruct E as (C & (g & Hg & Lg) & B). split; [exact C|]. split; [|exact B]. exists g. split; [exact Hg|].
    intros x y. pose proof (norm_inf_nonneg d (sub x y)) as N. specialize (Lg x y).
    pose proof (Rmult_le_pos eta _ ltac:(lra) N). lra. }
  pose proof (smoothness_times_gap d e (L + eta) 0 G (F eps) O ltac:(lra) E'). lra.
Qed.
End Product.

(** Normal noise has the score z, the derivative of minus the logarithm of the density: for d independent entries
    E|Z|^2 = d, and E|<u, Z>| = sqrt(2/pi) for every unit vector u. Gumbel noise has the score 1 - e^-z: the mean square
    of d entries is d as well, and E|1 - e^-Z| = 2/e.

    F_eps is the mean of the largest of d scores under centred noise: its gap is eps F_1(0), and that times its
    smoothness does not depend on eps and is at least eps*_d. For two scores let S be the least number with
    P(a <= Z_0 - Z_1 <= b) <= S (b - a), the supremum of the density of Z_0 - Z_1 where that is continuous: the product
    is 2 S E|Z_0 - Z_1|. For independent entries it is 2/pi, ln 2, 2/3 and 1 with normal, Gumbel, uniform and
      exponential
    noise, less its mean, and ln 2 for LogSumExp, too. 1/2 is the least gap of a smoothing of two scores;
      the noise (U, 0)
    has the product 1/2 for every U = c V with c > 0 and V uniform on [-1, 1], and independent noise of the same law in
    both scores has a greater one. *)
Theorem noise_products :
  (is_density normal_density /\ (forall z, is_derive (fun z => - ln (normal_density z)) z z) /\
    forall d, means_under normal_density d (fun z => sum d (fun i => z i ^ 2)) (INR d) /\
      forall u, dot d u u = 1 -> means_under normal_density d (fun z => Rabs (dot d u z)) (sqrt (2 / PI))) /\
  (is_density density /\ (forall z, is_derive (fun z => - ln (density z)) z (1 - exp (- z))) /\
    (forall d, means_under density d (fun z => sum d (fun i => (1 - exp (- z i)) ^ 2)) (INR d)) /\
    mean_under density (fun z => Rabs (1 - exp (- z))) (2 / exp 1)) /\
  (forall W (P : mean_value W) d (Z : W -> vec), (1 <= d)%nat ->
    (forall i, (i < d)%nat -> integrable P (fun w => Z w i) /\ mean P (fun w => Z w i) = 0) ->
    let F := noisy_value P d d vertex Z in
    forall eps, 0 < eps -> gap_is d (F eps) (eps * F 1 zero) /\
      forall L, smoothness_is d (F eps) L ->
        (forall eps', 0 < eps' -> smoothness_is d (F eps') (eps * L / eps')) /\
        forall e, optimum d e -> e <= eps * F 1 zero * L) /\
  (forall W (P : mean_value W) (Z : W -> vec),
    (forall i, (i < 2)%nat -> integrable P (fun w => Z w i) /\ mean P (fun w => Z w i) = 0) ->
    let U := fun w => Z w 0%nat - Z w 1%nat in
    forall S, (spread_is P U S ->
        forall eps, 0 < eps -> product_is 2 (noisy_value P 2 2 vertex Z eps) (2 * S * mean P (fun w => Rabs (U w)))) /\
      forall q, (forall x, continuous q x) ->
        (forall a b, a <= b -> mean P (fun w => within a b (U w)) = RInt q a b) ->
        (spread_is P U S <-> is_lub (fun v => exists x, v = q x) S)) /\
  (noise_product normal_density (2 / PI) /\ noise_product density (ln 2) /\
    (forall eps, 0 < eps -> product_is 2 (fun theta => eps * lse 2 (scale (/ eps) theta)) (ln 2)) /\
    noise_product uniform (2 / 3) /\ noise_product exponential 1) /\
  optimum 2 (1 / 2) /\
  (forall c eps, 0 < c -> 0 < eps -> exists f : vec -> R,
    (forall theta, mean_under uniform (fun v => largest 2 (noisy eps theta (two (c * v) 0))) (f theta)) /\
    product_is 2 f (1 / 2)) /\
  (forall W (P : mean_value W) (X Y : W -> R) S, integrable P X -> integrable P Y -> same_law P X Y ->
    independent P X Y -> spread_is P (fun w => X w - Y w) S -> 1 / 2 < 2 * S * mean P (fun w => Rabs (X w - Y w))).
Proof.
  split; [|split; [|split; [|split; [|split; [|split; [|split]]]]]].
  - split; [exact normal_is_density|]. split; [exact normal_score|]. intros d. split.
    + pose proof (means_of_sum normal_density normal_is_density d d _ _ (Nat.le_refl d) normal_square) as H.
      now rewrite Rmult_1_r in H.
    + intros u Hu. pose proof (size_of_normals d u 0) as H.
      replace (norm2 d u) with 1 in H by (unfold norm2; rewrite Hu; symmetry; apply sqrt_1).
      rewrite mean_size_0, Rmult_1_l in H by lra. revert H. apply means_under_ext. intros z. now rewrite Rplus_0_l.
  - split; [exact gumbel_density|]. split; [exact gumbel_score|]. split; [|exact gumbel_size]. intros d.
    pose proof (means_of_sum density gumbel_density d d _ _ (Nat.le_refl d) gumbel_square) as H.
    now rewrite Rmult_1_r in H.
  - intros W P d Z Hd HZ F eps He. assert (HI : forall i, (i < d)%nat -> integrable P (fun w => Z w i)) by apply HZ.
    assert (HM : forall i, (i < d)%nat -> mean P (fun w => Z w i) = 0) by apply HZ.
    split; [exact (noisy_gap P d Z Hd HI HM eps He)|]. intros L HL. split.
    + intros eps' He'. exact (noisy_smoothness P d Z Hd HI HM eps eps' L He He' HL).
    + intros e O. exact (noisy_at_least P d Z Hd HI HM eps L e He HL O).
  - intros W P Z HZ U S. split.
    + intros HS eps He. exact (product_by_spread P Z S eps HZ He HS).
    + intros q C H. exact (spread_of_density P U q S C H).
  - split; [exact normal_product|]. split; [exact gumbel_product|]. split; [exact lse_product|].
    split; [exact uniform_product|exact exponential_product].
  - exact d2_optimum.
  - intros c eps Hc He. destruct (single_uniform (eps * c)) as (f & M & Pf); [now apply Rmult_lt_0_compat|].
    exists f. split; [|exact Pf]. intros theta. specialize (M theta). revert M. apply mean_under_ext. intros v.
    apply largest_ext. intros i _. unfold noisy, add, scale, two. destruct (Nat.eqb i 0); ring.
  - intros W P X Y S HX HY Same Ind [HS _]. exact (more_than_half P X Y S HX HY Same Ind HS).
Qed.
