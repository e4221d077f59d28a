(** The normal density: even, of the integral 1 and the mean 0. *)

From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import NormalTail GaussianIntegral NormalSmoothing NormalIntegral GumbelWinner IteratedMeans.
Open Scope R_scope.

Lemma density_even z : normal_density (- z) = normal_density z.
Proof. unfold normal_density. do 2 f_equal. field. Qed.

Lemma normal_is_density : is_density normal_density.
Proof.
  split; [intros z; left; apply density_bounds|].
  pose proof (normal_integral_mean (fun _ => 1) (growth_const 1)) as M.
  rewrite (proj1 normal_integral_functional) in M. exact M.
Qed.

Lemma normal_centred : mean_under normal_density (fun z => z) 0.
Proof.
  pose proof (normal_stein (fun _ => 1) (fun _ => 0) (fun z => derivable_pt_lim_const 1 z)
    (continuity_const (fun _ => 0) (fun x y => eq_refl)) (growth_const 1)) as S.
  pose proof (mean_under_linear normal_density _ _ (-1) 0 _ _ S S) as T. replace (-1 * 0 + 0 * 0) with 0 in T by ring.
  apply (mean_under_ext normal_density _ _ _) with (2 := T). intros z. ring.
Qed.
