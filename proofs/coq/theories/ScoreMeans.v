(** Noise with a smooth density: the mean of the score is 0, and that of the maximum times an entry of the score is the
    mean of the maximiser, times eps. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate MeanValue PerturbedMaximum.
From TightMax Require Import VolumeIntegral Translation SmoothNoise PerturbedDerivatives.
From TightMax Require PerturbedPositive.
Open Scope R_scope.

Lemma vertex_in_space d i : (i < d)%nat -> in_space d (vertex i).
Proof. intros Hi k Hk. unfold vertex. destruct (Nat.eqb_spec k i); [lia|reflexivity]. Qed.

(** A function that is greatest at 0 has no other derivative there than 0. *)
Lemma slope_at_greatest (f : R -> R) l : derivable_pt_lim f 0 l -> (forall t, f t <= f 0) -> l = 0.
Proof.
  intros D M. pose proof (deriv_maximum f (-1) 1 0 (exist _ l D) ltac:(lra) ltac:(lra) (fun t _ _ => M t)) as E.
  exact E.
Qed.

(** An entry along a line. *)
Lemma entry_along a e z u k t : derivable_pt_lim (fun s => a + e * add z (scale s u) k) t (e * u k).
Proof.
  replace (fun s => a + e * add z (scale s u) k) with (fun s => (a + e * z k) + (e * u k) * s)
    by (apply functional_extensionality; intros s; unfold add, scale; ring).
  pose proof (derivable_pt_lim_plus (fun _ => a + e * z k) (fun s => (e * u k) * s) t 0 ((e * u k) * 1)
    (derivable_pt_lim_const _ t) (derivable_pt_lim_scal id _ _ _ (derivable_pt_lim_id t))) as D.
  rewrite Rplus_0_l, Rmult_1_r in D. exact D.
Qed.

(** When a bounded factor is moved against a smooth function, the integral changes as if the function moved back. *)
Lemma moving_factor {d} (V : volume d) b G f f' v : in_space d v -> factor V b G -> 0 <= b ->
  summable V f -> summable V f' ->
  (forall z t, derivable_pt_lim (fun s => f (add z (scale s v))) t (f' (add z (scale t v)))) ->
  (forall z u, continuity (fun t => f' (add z (scale t u)))) ->
  derivable_pt_lim (fun t => integral V (fun z => G (add z (scale t v)) * f z)) 0 (- integral V (fun z => G z * f' z)).
Proof.
  intros Hv HG Hb F F' D C eta He. assert (Pe : 0 < eta / (b + 1)) by (apply Rdiv_lt_0_compat; lra).
  destruct (moved_continuous V f' F' (fun i _ z => C z (vertex i)) _ Pe) as (delta & Hd & M).
  pose proof (norm_inf_nonneg d v) as Pv.
  exists (mkposreal (delta / (norm_inf d v + 1)) ltac:(apply Rdiv_lt_0_compat; lra)). intros t Nt Lt. cbn in Lt.
  pose proof (Rabs_pos_lt t Nt) as Pt. rewrite Rplus_0_l.
  rewrite (integral_ext V (fun z => G (add z (scale 0 v)) * f z) (fun z => G z * f z)).
  2: { intros z. do 2 f_equal. apply functional_extensionality. intros i. unfold add, scale. ring. }
  rewrite (proj2 (factor_shift V b G f (scale t v) (in_space_scale d t v Hv) HG F)).
  set (u := scale (-1) (scale t v)). pose proof (in_space_scale d (-1) _ (in_space_scale d t v Hv)) as Hu. fold u in Hu.
  assert (Eu : forall s, scale s u = scale (- s * t) v)
    by (intros s; apply functional_extensionality; intros i; unfold u, scale; ring).
  set (h := fun z => - t * f' z). assert (H : summable V h) by now apply summable_scale.
  pose proof (proj1 (integral_shift _ V f u Hu F)) as Fu.
  assert (N : integral V (fun z => Rabs (f (add z u) - f z - h z)) <= Rabs t * (eta / (b + 1))).
  { apply (increment_in_mean V f h h u); try assumption.
    - intros z s. rewrite Eu.
      pose proof (derivable_pt_lim_comp (fun s => - s * t) (fun r => f (add z (scale r v))) s (- t)
        (f' (add z (scale (- s * t) v)))) as Q. unfold h. rewrite Rmult_comm.
      replace (fun s => f (add z (scale s u))) with (comp (fun r => f (add z (scale r v))) (fun s => - s * t))
        by (apply functional_extensionality; intros r; unfold comp; now rewrite Eu).
      apply Q; [|apply D]. replace (- t) with ((- 1) * t + - s * 0) by ring.
      apply (derivable_pt_lim_mult (fun s => - s) (fun _ => t)); [|apply derivable_pt_lim_const].
      apply (derivable_pt_lim_opp id), derivable_pt_lim_id.
    - intros z. exact (continuity_scal (fun s => f' (add z (scale s u))) (- t) (C z u)).
    - intros s Hs. rewrite (integral_ext V _ (fun z => Rabs t * Rabs (f' (add z (scale s u)) - f' z))).
      + rewrite integral_scale by (apply summable_moved; [now apply in_space_scale|exact F']).
        apply Rmult_le_compat_l; [lra|]. apply M; [now apply in_space_scale|]. intros i Hi. rewrite Eu. unfold scale.
        rewrite !Rabs_mult, Rabs_Ropp. pose proof (norm_inf_entry d v i Hi) as Vi. pose proof (Rabs_pos (v i)) as Pi.
        apply (Rmult_lt_compat_r (norm_inf d v + 1)) in Lt; [|lra].
        replace (delta / (norm_inf d v + 1) * (norm_inf d v + 1)) with delta in Lt by (field; lra).
        rewrite (Rabs_right s) by lra. apply Rle_lt_trans with (1 * Rabs t * (norm_inf d v + 1)); [|lra].
        apply Rmult_le_compat; try lra; [apply Rmult_le_pos; lra|apply Rmult_le_compat_r; lra].
      + intros z. rewrite <- Rabs_mult, <- Rabs_Ropp. f_equal. unfold h. ring. }
  pose proof (factor_integral V b G (fun z => f (add z u) - f z - h z) HG) as A.
  rewrite (integral_ext V _ (fun z => G z * f (add z u) - G z * f z - - t * (G z * f' z))) in A
    by (intros; unfold h; ring).
  pose proof (proj2 HG) as SG.
  rewrite !integral_minus, integral_scale in A
    by (repeat apply summable_minus; try apply summable_scale; now apply SG).
  specialize (A ltac:(repeat apply summable_minus; assumption)).
  set (I0 := integral V (fun z => G z * f z)) in *. set (It := integral V (fun z => G z * f (add z u))) in *.
  set (J := integral V (fun z => G z * f' z)) in *.
  replace ((It - I0) / t - - J) with ((It - I0 - - t * J) / t) by (field; lra).
  unfold Rdiv. rewrite Rabs_mult, Rabs_inv. apply (Rmult_lt_reg_r (Rabs t)); [exact Pt|].
  rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. eapply Rle_lt_trans; [exact A|].
  apply Rle_lt_trans with (b * (Rabs t * (eta / (b + 1)))); [now apply Rmult_le_compat_l|].
  replace (b * (Rabs t * (eta / (b + 1)))) with (eta * Rabs t * (b / (b + 1))) by (field; lra).
  rewrite <- (Rmult_1_r (eta * Rabs t)) at 2. apply Rmult_lt_compat_l; [now apply Rmult_lt_0_compat|].
  apply Rmult_lt_reg_r with (b + 1); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.

Section Score.
Context {d : nat} (V : volume d).
Variables (N : nat) (y : nat -> vec) (nu : vec -> R) (score : vec -> vec) (eps : R).
Hypothesis HN : (1 <= N)%nat.
Hypothesis Grad : has_gradient d nu score.
Hypothesis Cont : forall i, (i < d)%nat -> continuous_field d (fun z => score z i).
Hypothesis Sp : summable V (fun z => exp (- nu z)).
Hypothesis Mp : integral V (fun z => exp (- nu z)) = 1.
Hypothesis Sz : forall i, (i < d)%nat -> summable V (fun z => z i * exp (- nu z)).
Hypothesis Sq : forall i, (i < d)%nat -> summable V (fun z => score z i * exp (- nu z)).

Variable j : nat.
Hypothesis Hj : (j < d)%nat.

Let p (z : vec) : R := exp (- nu z).
Let q (z : vec) : R := score z j * exp (- nu z).

(** The density and its derivative in the direction of the entry. *)
Lemma density_along z t :
  derivable_pt_lim (fun s => p (add z (scale s (vertex j)))) t (- q (add z (scale t (vertex j)))).
Proof.
  pose proof (density_derivative nu score Grad z (vertex j) t) as D. unfold density_slope, dot in D.
  rewrite (sum_ext d _ (fun i => vertex j i * score (add z (scale t (vertex j))) i)), sum_vertex in D
    by (exact Hj || (intros; ring)). exact D.
Qed.

(** The mean of the score is 0. *)
Lemma score_mean_zero : integral V q = 0.
Proof.
  assert (HG : factor V 1 (fun _ => 1)).
  { split; [intros; rewrite Rabs_R1; lra|]. intros f F. now apply summable_scale. }
  assert (D : derivable_pt_lim (fun t => integral V (fun z => 1 * p z)) 0 (- integral V (fun z => 1 * (-1 * q z)))).
  { apply (moving_factor V 1 (fun _ => 1) p (fun z => -1 * q z) (vertex j)); try assumption.
    - now apply vertex_in_space.
    - lra.
    - apply summable_scale. now apply Sq.
    - intros z t. replace (-1 * q (add z (scale t (vertex j)))) with (- q (add z (scale t (vertex j)))) by ring.
      apply density_along.
    - intros z u. exact (continuity_scal _ (-1) (entry_continuous nu score Grad Cont z u j Hj)). }
  pose proof (slope_at_greatest _ _ D (fun t => Rle_refl _)) as E.
  rewrite (integral_ext V _ (fun z => -1 * q z)), integral_scale in E by (intros; ring || now apply Sq). lra.
Qed.

Hypothesis Szq : forall i, (i < d)%nat -> summable V (fun z => z i * score z j * exp (- nu z)).
Variable theta : vec.

Let best (z : vec) : nat := first_point d N y (noisy eps theta z).

(** The mean of the maximum times an entry of the score. The maximum is a sum over entries k of that of the best point
    times theta_k + eps z_k; as the best point of z + t e_j does no better at z, the sum of the integrals of its entries
    with the weights (theta_k + eps z_k) e^{-nu(z)} is greatest at t = 0. *)
Lemma maximum_times_score : let X := fun z => best_value d N y (noisy eps theta z) * score z j * exp (- nu z) in
  summable V X /\ integral V X = eps * first_mean V N y nu eps theta j.
Proof.
  intros X. set (f := fun k z => (theta k + eps * z k) * p z).
  set (f' := fun k z => eps * vertex j k * p z - (theta k + eps * z k) * q z).
  assert (Sf : forall k, (k < d)%nat -> summable V (f k)).
  { intros k Hk. apply (summable_ext V (fun z => theta k * p z + eps * (z k * p z))); [intros; unfold f; ring|].
    apply summable_plus; apply summable_scale; [exact Sp|now apply Sz]. }
  assert (Sg : forall k, (k < d)%nat -> summable V (fun z => (theta k + eps * z k) * q z)).
  { intros k Hk. apply (summable_ext V (fun z => theta k * q z + eps * (z k * score z j * exp (- nu z))));
      [intros; unfold q; ring|]. apply summable_plus; apply summable_scale; [now apply Sq|now apply Szq]. }
  assert (Sf' : forall k, (k < d)%nat -> summable V (f' k))
    by (intros k Hk; apply summable_minus; [now apply summable_scale|now apply Sg]).
  set (b := fun k => sum N (fun i => Rabs (y i k))).
  assert (HG : forall k, factor V (b k) (fun z => y (best z) k)).
  { intros k. apply (point_factor V N y nu eps HN Sp Mp Sz theta (fun i => y i k)). intros i Hi.
    now apply (sum_term_le N (fun i => Rabs (y i k)) i (fun i _ => Rabs_pos _)). }
  set (Phi := fun t => sum d (fun k => integral V (fun z => y (best (add z (scale t (vertex j)))) k * f k z))).
  assert (D : derivable_pt_lim Phi 0 (sum d (fun k => - integral V (fun z => y (best z) k * f' k z)))).
  { apply (PerturbedPositive.sum_of_derivatives d
      (fun k t => integral V (fun z => y (best (add z (scale t (vertex j)))) k * f k z))). intros k Hk.
    apply (moving_factor V (b k) (fun z => y (best z) k)); auto.
    - now apply vertex_in_space.
    - apply sum_nonneg. intros; apply Rabs_pos.
    - intros z t. unfold f, f'. set (x := add z (scale t (vertex j))).
      replace (eps * vertex j k * p x - (theta k + eps * x k) * q x)
        with (eps * vertex j k * p x + (theta k + eps * x k) * (- q x)) by ring.
      apply (derivable_pt_lim_mult (fun s => theta k + eps * add z (scale s (vertex j)) k)
        (fun s => p (add z (scale s (vertex j))))); [apply entry_along|apply density_along].
    - intros z u. unfold f'.
      apply (continuity_minus (fun t => eps * vertex j k * p (add z (scale t u)))
        (fun t => (theta k + eps * add z (scale t u) k) * q (add z (scale t u)))).
      + exact (continuity_scal _ _ (density_continuous nu score Grad z u)).
      + apply (continuity_mult (fun t => theta k + eps * add z (scale t u) k) (fun t => q (add z (scale t u))));
          [|exact (entry_continuous nu score Grad Cont z u j Hj)].
        intros t. apply derivable_continuous_pt. exists (eps * u k). apply entry_along. }
  assert (Shift : forall t k, (k < d)%nat -> summable V (fun z => y (best (add z (scale t (vertex j)))) k * f k z)).
  { intros t k Hk. apply (factor_shift V (b k) (fun z => y (best z) k)); auto.
    now apply in_space_scale, vertex_in_space. }
  assert (Paired : forall t z, sum d (fun k => y (best (add z (scale t (vertex j)))) k * f k z) =
    dot d (y (best (add z (scale t (vertex j))))) (noisy eps theta z) * p z).
  { intros t z. unfold dot. rewrite Rmult_comm, <- sum_scale. apply sum_ext. intros k _.
    unfold f, noisy, add, scale. ring. }
  assert (Top : forall t, Phi t <= Phi 0).
  { intros t. unfold Phi.
    destruct (summable_sum V d _ (Shift t)) as [S E]. destruct (summable_sum V d _ (Shift 0)) as [S0 E0].
    rewrite <- E, <- E0. apply (integral_monotone _ V); [exact S|exact S0|]. intros z. rewrite !Paired.
    apply Rmult_le_compat_r; [left; apply exp_pos|].
    replace (add z (scale 0 (vertex j))) with z
      by (apply functional_extensionality; intros i; unfold add, scale; ring).
    destruct (first_point_best d N y (noisy eps theta z) HN) as [_ B].
    fold (best z) in B. rewrite B. apply value_above. now apply first_point_best. }
  pose proof (slope_at_greatest Phi _ D Top) as Z.
  destruct (summable_sum V d (fun k z => y (best z) k * ((theta k + eps * z k) * q z))) as [S E].
  { intros k Hk. apply HG. now apply Sg. }
  assert (EX : forall z, sum d (fun k => y (best z) k * ((theta k + eps * z k) * q z)) = X z).
  { intros z. unfold X. destruct (first_point_best d N y (noisy eps theta z) HN) as [_ <-]. fold (best z). unfold dot.
    rewrite Rmult_assoc, Rmult_comm, <- sum_scale. apply sum_ext. intros k _. unfold q, noisy, add, scale. ring. }
  split; [exact (summable_ext V _ _ EX S)|]. rewrite <- (integral_ext V _ _ EX), E.
  rewrite (sum_ext d _ (fun k => vertex j k * - (eps * integral V (fun z => y (best z) k * p z)) +
    integral V (fun z => y (best z) k * ((theta k + eps * z k) * q z)))) in Z.
  - rewrite sum_plus, (sum_vertex d j (fun k => - (eps * integral V (fun z => y (best z) k * p z))) Hj) in Z.
    change (first_mean V N y nu eps theta j) with (integral V (fun z => y (best z) j * p z)). lra.
  - intros k Hk. rewrite (integral_ext V _ (fun z => eps * vertex j k * (y (best z) k * p z) -
      y (best z) k * ((theta k + eps * z k) * q z))) by (intros; unfold f'; ring).
    rewrite integral_minus, integral_scale by (try apply summable_scale; apply HG; try exact Sp; now apply Sg). ring.
Qed.
End Score.
