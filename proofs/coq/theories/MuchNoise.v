(** Much noise under the hypotheses of perturbed-argmax: the mean of the maximiser at theta is close to that at 0. *)

From Coq Require Import Reals Lra FunctionalExtensionality.
From TightMax Require Import Vectors Euclid MeanValue VolumeIntegral PerturbedMaximum SmoothNoise PerturbedSlopes.
From TightMax Require Import PerturbedArgmax.
Open Scope R_scope.

(** At 0 the best points under eps Z are those under Z. *)
Lemma best_at_zero d N y eps z j : (1 <= N)%nat -> 0 < eps ->
  is_best d N y (noisy 1 zero z) j -> is_best d N y (noisy eps zero z) j.
Proof.
  intros HN He [Hj E]. split; [exact Hj|].
  assert (S : forall k, dot d (y k) (noisy eps zero z) = eps * dot d (y k) (noisy 1 zero z)).
  { intros k. unfold dot. rewrite <- sum_scale. apply sum_ext. intros i _. unfold noisy, add, scale, zero. ring. }
  unfold best_value in *. apply Rle_antisym.
  - now apply (largest_entry N (fun k => dot d (y k) (noisy eps zero z)) j).
  - destruct (largest_attained N (fun k => dot d (y k) (noisy eps zero z)) HN) as (k & Hk & ->). rewrite 2 S.
    apply Rmult_le_compat_l; [lra|]. rewrite E.
    now apply (largest_entry N (fun k => dot d (y k) (noisy 1 zero z)) k).
Qed.

Theorem much_noise W (P : mean_value W) d (V : volume d) N (y : nat -> vec) (Z : W -> vec) nu score eps :
  (1 <= N)%nat -> smooth_noise d V P Z nu score -> 0 < eps ->
  let R0 := largest N (fun j => norm2 d (y j)) in
  forall M, is_lub (mean_slope P d Z score) M ->
  forall theta best best0, best_choice P d N y Z eps theta best -> best_choice P d N y Z 1 zero best0 ->
    norm2 d (sub (mean_point P y best) (mean_point P y best0)) <= R0 * M * norm2 d theta / eps.
Proof.
  intros HN HS He R0 M HM theta best best0 C [M0 B0].
  destruct (perturbed_argmax W P d V N y Z nu score eps HN HS He) as (_ & _ & _ & g & J & Mean & Lip & _).
  assert (C0 : best_choice P d N y Z eps zero best0).
  { split; [exact M0|]. intros w. now apply best_at_zero. }
  assert (E : norm2 d (sub (mean_point P y best) (mean_point P y best0)) = norm2 d (sub (g theta) (g zero))).
  { unfold norm2, dot. f_equal. apply sum_ext. intros i Hi. unfold sub.
    now rewrite (Mean theta best C i Hi), (Mean zero best0 C0 i Hi). }
  rewrite E. specialize (Lip M theta zero HM). fold R0 in Lip.
  replace (sub theta zero) with theta in Lip
    by (apply functional_extensionality; intros i; unfold sub, zero; ring).
  replace (R0 * M * norm2 d theta / eps) with (R0 * M / eps * norm2 d theta) by (unfold Rdiv; ring). exact Lip.
Qed.
