(** The sign under normal noise: its mean, the derivative of that as a mean over the noise, and the variance of a
    sample. *)

From Coq Require Import Reals Lra Lia FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import LogSumExp NormalTail GumbelVariable IteratedMeans NormalIntegral NormalDensity NormalSums
  NormalProduct.
Open Scope R_scope.

(** A choice of a best point of Y = {-1, 1} at theta + eps z: the sign, except at 0. *)
Definition sign_choice (eps theta : R) (s : R -> R) : Prop :=
  (forall z, s z = 1 \/ s z = -1) /\ (forall z, 0 < theta + eps * z -> s z = 1) /\
  forall z, theta + eps * z < 0 -> s z = -1.

Section Sign.
Variables (eps theta : R) (s : R -> R).
Hypothesis He : 0 < eps.
Hypothesis Hs : sign_choice eps theta s.

(** The mean of the sign times a + b Z. *)
Lemma sign_mean a b : mean_under normal_density (fun z => s z * (a + b * z))
  (a * signed_mass (theta / eps) + 2 * b * normal_density (theta / eps)).
Proof.
  set (z0 := - (theta / eps)). destruct Hs as (_ & Pos & Neg).
  assert (Eq : forall z, theta + eps * z = eps * (z - z0)) by (intros z; unfold z0; field; lra).
  assert (At : signed_mass z0 = - signed_mass (theta / eps) /\ normal_density z0 = normal_density (theta / eps))
    by (unfold z0; split; [apply mass_odd|apply density_even]).
  replace (a * signed_mass (theta / eps) + 2 * b * normal_density (theta / eps))
    with ((((- a) / 2 * signed_mass z0 - (- b) * normal_density z0) - - ((- a) / 2)) +
          (a / 2 - (a / 2 * signed_mass z0 - b * normal_density z0)))
    by (destruct At as [-> ->]; field).
  apply (glued _ (fun z => (- a + - b * z) * normal_density z) (fun z => (a + b * z) * normal_density z) z0).
  - intros z Hz. rewrite Neg; [ring|]. rewrite Eq. nra.
  - intros z Hz. rewrite Pos; [ring|]. rewrite Eq. apply Rmult_lt_0_compat; lra.
  - apply (integral _ _ _ _ (normal_parts (- a) (- b)) (normal_parts_continuous (- a) (- b)));
      [apply normal_parts_limits|apply (limit_at (fun z => - a / 2 * signed_mass z - - b * normal_density z))].
  - apply (integral _ _ _ _ (normal_parts a b) (normal_parts_continuous a b));
      [apply (limit_at (fun z => a / 2 * signed_mass z - b * normal_density z))|apply normal_parts_limits].
Qed.

(** The square of the sample, and of its distance from j. *)
Lemma square_of_sample z : (s z * z / eps) ^ 2 = z ^ 2 / eps ^ 2.
Proof. destruct Hs as (V & _). destruct (V z) as [-> | ->]; field; lra. Qed.

Lemma second_moment : mean_under normal_density (fun z => (s z * z / eps) ^ 2) (/ eps ^ 2).
Proof.
  pose proof (mean_under_linear normal_density _ _ (/ eps ^ 2) 0 _ _ normal_square normal_square) as L.
  replace (/ eps ^ 2 * 1 + 0 * 1) with (/ eps ^ 2) in L by ring. revert L. apply mean_under_ext. intros z.
  rewrite square_of_sample. field. lra.
Qed.

Lemma sample_mean : mean_under normal_density (fun z => s z * z / eps) (2 / eps * normal_density (theta / eps)).
Proof.
  pose proof (sign_mean 0 (/ eps)) as M.
  replace (0 * signed_mass (theta / eps) + 2 * / eps * normal_density (theta / eps))
    with (2 / eps * normal_density (theta / eps)) in M by (field; lra).
  revert M. apply mean_under_ext. intros z. field. lra.
Qed.

Lemma sample_variance : let j := 2 / eps * normal_density (theta / eps) in
  mean_under normal_density (fun z => (s z * z / eps - j) ^ 2) (/ eps ^ 2 - j ^ 2).
Proof.
  intros j. pose proof (mean_under_linear normal_density _ _ 1 (-2 * j) _ _ second_moment sample_mean) as L.
  pose proof (mean_under_linear normal_density _ _ 1 1 _ _ L (mean_under_const _ normal_is_density (j ^ 2))) as V.
  fold j in V. replace (1 * (1 * / eps ^ 2 + -2 * j * j) + 1 * j ^ 2) with (/ eps ^ 2 - j ^ 2) in V by ring.
  revert V. apply mean_under_ext. intros z. ring.
Qed.
End Sign.

(** For Y = {-1, 1} and a standard normal Z let y be any choice of a best point at theta + eps Z. Its mean has the
    derivative J = (2/eps) rho(theta/eps) in theta, with the normal density rho; J is also the mean of the sample y Z/eps,
    whose second moment is eps^-2 for every theta, and whose variance at theta = 0 is (1 - 2/pi) eps^-2. *)
Theorem sign_under_noise eps : 0 < eps -> exists mean_sign : R -> R,
  let J := fun theta => 2 / eps * normal_density (theta / eps) in
  forall theta s, sign_choice eps theta s ->
    mean_under normal_density s (mean_sign theta) /\ is_derive mean_sign theta (J theta) /\
    mean_under normal_density (fun z => s z * z / eps) (J theta) /\
    mean_under normal_density (fun z => (s z * z / eps) ^ 2) (/ eps ^ 2) /\
    (theta = 0 -> mean_under normal_density (fun z => (s z * z / eps - J theta) ^ 2) ((1 - 2 / PI) / eps ^ 2)).
Proof.
  intros He. exists (fun theta => signed_mass (theta / eps)). intros J theta s Hs. split; [|split; [|split; [|split]]].
  - pose proof (sign_mean eps theta s He Hs 1 0) as M.
    replace (1 * signed_mass (theta / eps) + 2 * 0 * normal_density (theta / eps)) with (signed_mass (theta / eps)) in M
      by ring.
    revert M. apply mean_under_ext. intros z. ring.
  - replace (J theta) with (/ eps * (2 * normal_density (theta / eps))) by (unfold J; field; lra).
    apply (is_derive_comp signed_mass (fun t => t / eps)); [apply mass_derive|]. auto_derive; [trivial|field; lra].
  - exact (sample_mean eps theta s He Hs).
  - exact (second_moment eps theta s He Hs).
  - intros ->. pose proof (sample_variance eps 0 s He Hs) as V. cbv zeta in V. fold (J 0) in V.
    replace ((1 - 2 / PI) / eps ^ 2) with (/ eps ^ 2 - J 0 ^ 2); [exact V|].
    unfold J, normal_density. replace (0 / eps) with 0 by (field; lra). replace (- 0 ^ 2 / 2) with 0 by field.
    pose proof PI_RGT_0 as Pp. assert (Q : 0 < sqrt (2 * PI)) by (apply sqrt_lt_R0; lra).
    assert (E : sqrt (2 * PI) * sqrt (2 * PI) = 2 * PI) by (apply sqrt_sqrt; lra). rewrite exp_0.
    replace ((2 / eps * (1 / sqrt (2 * PI))) ^ 2) with (4 / (eps ^ 2 * (sqrt (2 * PI) * sqrt (2 * PI))))
      by (field; lra).
    rewrite E. field. lra.
Qed.
