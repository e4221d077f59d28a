(** Noise with a smooth density: the mean of the best point and its Jacobian are means of the maximum and of the best
    point times the score, whatever best point is chosen where several are. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Conjugate MeanValue PerturbedMaximum.
From TightMax Require Import VolumeIntegral SmoothNoise PerturbedSlopes ScoreMeans.
Open Scope R_scope.

(** A sample of the law P: what has a mean under P has the same one for the sample. *)
Definition sample_of {W U} (P : mean_value W) (Q : mean_value U) (s : U -> W) : Prop :=
  forall X, integrable P X -> integrable Q (fun u => X (s u)) /\ mean Q (fun u => X (s u)) = mean P X.

(** An average over samples is unbiased. *)
Lemma average_unbiased {W U} (P : mean_value W) (Q : mean_value U) s n X : (1 <= n)%nat ->
  (forall k, (k < n)%nat -> sample_of P Q (s k)) -> integrable P X ->
  mean Q (fun u => / INR n * sum n (fun k => X (s k u))) = mean P X.
Proof.
  intros Hn S I. destruct (integrable_sum Q n (fun k u => X (s k u))) as [J E]; [intros k Hk; now apply S|].
  rewrite mean_scale, E by exact J. rewrite (sum_ext n _ (fun _ => mean P X)) by (intros k Hk; now apply S).
  rewrite sum_const. field. apply not_0_INR. lia.
Qed.

(** In perturbed-maximum let Z have a positive, continuously differentiable density e^{-nu}, and let |Z|, |grad nu(Z)|
    and |Z||grad nu(Z)| have finite means (the entries and their products). Then E grad nu(Z) = 0. For eps > 0 let
    y_eps(theta) be the mean of a best point at theta + eps Z; it is the same for every choice and has a Jacobian J. For
    every choice y_eps(theta) = (1/eps) E F(theta + eps Z) grad nu(Z) and
    J = (1/eps) E best(theta + eps Z) grad nu(Z)'; averages over samples have these means. *)
Theorem score_identities W (P : mean_value W) d (V : volume d) N (y : nat -> vec) (Z : W -> vec) nu score :
  (1 <= N)%nat -> smooth_noise d V P Z nu score ->
  (forall i j, (i < d)%nat -> (j < d)%nat -> summable V (fun z => z i * score z j * exp (- nu z))) ->
  (forall j, (j < d)%nat -> integrable P (fun w => score (Z w) j) /\ mean P (fun w => score (Z w) j) = 0) /\
  forall eps, 0 < eps -> exists (y_eps : vec -> vec) (J : vec -> nat -> vec),
    (forall i, has_gradient d (fun theta => y_eps theta i) (fun theta => J theta i)) /\
    forall theta best, best_choice P d N y Z eps theta best ->
      (forall i, (i < d)%nat -> mean_point P y best i = y_eps theta i) /\
      (forall j, (j < d)%nat -> let X := fun w => / eps * (best_value d N y (noisy eps theta (Z w)) * score (Z w) j) in
        integrable P X /\ mean P X = y_eps theta j /\
        forall U (Q : mean_value U) s n, (1 <= n)%nat -> (forall k, (k < n)%nat -> sample_of P Q (s k)) ->
          mean Q (fun u => / INR n * sum n (fun k => X (s k u))) = y_eps theta j) /\
      forall i j, (i < d)%nat -> (j < d)%nat -> let X := fun w => / eps * (y (best w) i * score (Z w) j) in
        integrable P X /\ mean P X = J theta i j /\
        forall U (Q : mean_value U) s n, (1 <= n)%nat -> (forall k, (k < n)%nat -> sample_of P Q (s k)) ->
          mean Q (fun u => / INR n * sum n (fun k => X (s k u))) = J theta i j.
Proof.
  intros HN HS Szq. pose proof (noise_gradient P V Z nu score HS) as Grad.
  pose proof (noise_continuous P V Z nu score HS) as Cont. pose proof (noise_density P V Z nu score HS) as Sp.
  pose proof (noise_mass P V Z nu score HS) as Mp. pose proof (noise_mean P V Z nu score HS) as Sz.
  pose proof (noise_scores P V Z nu score HS) as Sq. split.
  { intros j Hj. rewrite <- (score_mean_zero V nu score Grad Cont Sp Sq j Hj).
    now apply (noise_law P V Z nu score HS (fun z => score z j)), Sq. }
  intros eps He. exists (point_mean (d := d) V N y nu eps), (point_jacobian (d := d) V N y nu score eps).
  split; [intros i; exact (point_jacobian_gradient P V N y Z nu score eps HN He HS i)|]. intros theta best C.
  assert (Finish : forall X m, integrable P X /\ mean P X = m -> integrable P X /\ mean P X = m /\
    forall U (Q : mean_value U) s n, (1 <= n)%nat -> (forall k, (k < n)%nat -> sample_of P Q (s k)) ->
      mean Q (fun u => / INR n * sum n (fun k => X (s k u))) = m).
  { intros X m [I <-]. split; [exact I|]. split; [reflexivity|]. intros U Q s n Hn S. now apply average_unbiased. }
  split; [|split].
  - intros i Hi. exact (choice_mean P V N y Z nu score eps HN He HS theta best i C Hi).
  - intros j Hj X. apply Finish.
    destruct (maximum_times_score V N y nu score eps HN Grad Cont Sp Mp Sz Sq j Hj (fun i Hi => Szq i j Hi Hj) theta)
      as [S E].
    destruct (noise_law P V Z nu score HS (fun z => best_value d N y (noisy eps theta z) * score z j) S) as [I M].
    split; [now apply integrable_scale|]. unfold X. rewrite mean_scale, M, E by exact I. unfold point_mean. field. lra.
  - intros i j Hi Hj X. apply Finish.
    destruct (choice_jacobian P V N y Z nu score eps HN He HS theta best i j C Hi Hj) as [I E].
    split; [now apply integrable_scale|]. unfold X. now rewrite mean_scale, E by exact I.
Qed.
