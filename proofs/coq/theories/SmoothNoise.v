(** Random vectors with a positive, continuously differentiable density: how the mean of a bounded function changes when
    the noise is shifted. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Euclid Gradients MeanValue VolumeIntegral Translation.
Open Scope R_scope.

(** Continuity on R^d. *)
Definition continuous_field (d : nat) (f : vec -> R) : Prop := forall x eta, 0 < eta -> exists delta, 0 < delta /\
  forall z, norm_inf d (sub z x) < delta -> Rabs (f z - f x) < eta.

(** Z has the density e^{-nu}, and nu the continuous gradient score; |Z| and |score(Z)| have finite means. *)
Definition smooth_noise {W : Type} (d : nat) (V : volume d) (P : mean_value W) (Z : W -> vec) (nu : vec -> R)
  (score : vec -> vec) : Prop :=
  (forall X, summable V (fun z => X z * exp (- nu z)) ->
    integrable P (fun w => X (Z w)) /\ mean P (fun w => X (Z w)) = integral V (fun z => X z * exp (- nu z))) /\
  has_gradient d nu score /\ (forall i, (i < d)%nat -> continuous_field d (fun z => score z i)) /\
  summable V (fun z => exp (- nu z)) /\
  (forall i, (i < d)%nat ->
    summable V (fun z => z i * exp (- nu z)) /\ summable V (fun z => score z i * exp (- nu z))) /\
  summable V (fun z => norm2 d z * exp (- nu z)) /\ summable V (fun z => norm2 d (score z) * exp (- nu z)).

(** The mean of a function of noise with the density p. *)
Definition density_law {d} (V : volume d) (p : vec -> R) (Pp : forall z, 0 < p z) (Sp : summable V p)
  (Mp : integral V p = 1) : mean_value vec.
Proof.
  refine (MeanValue vec (fun X => summable V (fun z => X z * p z)) (fun X => integral V (fun z => X z * p z)) _ _ _ _ _).
  - split; [apply (summable_ext V p); [intros; ring|exact Sp]|]. 
    transitivity (integral V p); [|exact Mp]. apply integral_ext. intros. ring.
  - intros a b X Y SX SY. destruct (integral_linear _ V a b _ _ SX SY) as [S E].
    assert (X' : forall z, a * (X z * p z) + b * (Y z * p z) = (a * X z + b * Y z) * p z) by (intros; ring).
    rewrite <- E. split; [exact (summable_ext V _ _ X' S)|symmetry; exact (integral_ext V _ _ X')].
  - intros X Y SX SY. apply (summable_ext V (fun z => Rmax (X z * p z) (Y z * p z))); [|now apply integral_max].
    intros z. specialize (Pp z). rewrite !(Rmult_comm _ (p z)). apply RmaxRmult. lra.
  - intros X Y SX SY L. apply (integral_monotone _ V); [exact SX|exact SY|]. intros z. specialize (Pp z).
    apply Rmult_le_compat_r; [lra|apply L].
  - intros X L b SX M B C. apply (integral_limit _ V (fun k z => X k z * p z) _ b); [exact SX| |exact B|].
    + intros k z. specialize (Pp z). apply Rmult_le_compat_r; [lra|apply M].
    + intros z. apply (CV_mult (fun k => X k z) (fun _ => p z)); [apply C|now apply (eventually_cv _ (p z) 0)].
Defined.

(** ** Bounded factors *)

(** |G| is at most b, and G f has an integral if f has one. *)
Definition factor {d} (V : volume d) (b : R) (G : vec -> R) : Prop :=
  (forall z, Rabs (G z) <= b) /\ forall f, summable V f -> summable V (fun z => G z * f z).

Lemma factor_integral {d} (V : volume d) b G f : factor V b G -> summable V f ->
  Rabs (integral V (fun z => G z * f z)) <= b * integral V (fun z => Rabs (f z)).
Proof.
  intros [B S] F. eapply Rle_trans; [apply integral_abs; now apply S|]. pose proof (summable_abs V f F) as A.
  rewrite <- integral_scale by exact A.
  apply (integral_monotone _ V); [now apply summable_abs, S|now apply summable_scale|]. intros z.
  rewrite Rabs_mult. apply Rmult_le_compat_r; [apply Rabs_pos|apply B].
Qed.

(** A shift of the factor is one of the other function the other way. *)
Lemma factor_shift {d} (V : volume d) b G f v : in_space d v -> factor V b G -> summable V f ->
  summable V (fun z => G (add z v) * f z) /\
  integral V (fun z => G (add z v) * f z) = integral V (fun z => G z * f (add z (scale (-1) v))).
Proof.
  intros Hv [_ S] F. pose proof (in_space_scale d (-1) v Hv) as Hw.
  destruct (integral_shift _ V _ v Hv (S _ (proj1 (integral_shift _ V f _ Hw F)))) as [A E]. rewrite <- E.
  assert (X : forall z, G (add z v) * f (add (add z v) (scale (-1) v)) = G (add z v) * f z).
  { intros z. do 2 f_equal. apply functional_extensionality. intros i. unfold add, scale. ring. }
  split; [exact (summable_ext V _ _ X A)|symmetry; exact (integral_ext V _ _ X)].
Qed.

(** ** The density and its slopes *)

(** Minus the derivative of the density e^{-nu} in the direction v. *)
Definition density_slope (d : nat) (nu : vec -> R) (score : vec -> vec) (v z : vec) : R :=
  dot d (score z) v * exp (- nu z).

Section Density.
Context {d : nat} (V : volume d).
Variables (nu : vec -> R) (score : vec -> vec).
Hypothesis Grad : has_gradient d nu score.
Hypothesis Cont : forall i, (i < d)%nat -> continuous_field d (fun z => score z i).
Let p (z : vec) : R := exp (- nu z).
Hypothesis Sp : summable V p.
Hypothesis Sq : forall i, (i < d)%nat -> summable V (fun z => score z i * p z).

Lemma density_derivative z v t :
  derivable_pt_lim (fun s => p (add z (scale s v))) t (- density_slope d nu score v (add z (scale t v))).
Proof.
  pose proof (gradient_slope d nu _ _ v (has_gradient_at d nu score (add z (scale t v)) Grad)) as D.
  assert (D' : derivable_pt_lim (fun s => nu (add z (scale s v))) t (dot d (score (add z (scale t v))) v)).
  { intros eta He. destruct (D eta He) as (delta & Hd). exists delta. intros h Nh Lh. specialize (Hd h Nh Lh).
    rewrite Rplus_0_l in Hd.
    replace (add (add z (scale t v)) (scale h v)) with (add z (scale (t + h) v)) in Hd
      by (apply functional_extensionality; intros i; unfold add, scale; ring).
    replace (add (add z (scale t v)) (scale 0 v)) with (add z (scale t v)) in Hd
      by (apply functional_extensionality; intros i; unfold add, scale; ring).
    exact Hd. }
  unfold density_slope. rewrite Rmult_comm, <- Ropp_mult_distr_r_reverse.
  apply (derivable_pt_lim_comp (fun s => - nu (add z (scale s v))) exp); [|apply derivable_pt_lim_exp].
  exact (derivable_pt_lim_opp _ _ _ D').
Qed.

(** Along every line the density and its slopes are continuous. *)
Lemma field_on_line f z v : continuous_field d f -> continuity (fun t => f (add z (scale t v))).
Proof.
  intros C t eta He. destruct (C (add z (scale t v)) eta He) as (delta & Hd & L).
  pose proof (norm_inf_nonneg d v) as Pv. exists (delta / (norm_inf d v + 1)).
  split; [apply Rdiv_lt_0_compat; lra|]. intros s [_ Hs]. cbn in *. unfold R_dist in *. apply L.
  replace (sub (add z (scale s v)) (add z (scale t v))) with (fun i => (s - t) * v i)
    by (apply functional_extensionality; intros i; unfold sub, add, scale; ring).
  rewrite norm_inf_scale. apply Rle_lt_trans with (Rabs (s - t) * (norm_inf d v + 1)).
  - apply Rmult_le_compat_l; [apply Rabs_pos|lra].
  - apply Rmult_lt_reg_r with (/ (norm_inf d v + 1)); [apply Rinv_0_lt_compat; lra|].
    rewrite Rmult_assoc, Rinv_r, Rmult_1_r by lra. exact Hs.
Qed.

Lemma density_continuous z v : continuity (fun t => p (add z (scale t v))).
Proof.
  intros t. apply derivable_continuous_pt. exists (- density_slope d nu score v (add z (scale t v))). apply density_derivative.
Qed.

Lemma entry_continuous z v i : (i < d)%nat ->
  continuity (fun t => score (add z (scale t v)) i * p (add z (scale t v))).
Proof.
  intros Hi. apply (continuity_mult (fun t => score (add z (scale t v)) i) (fun t => p (add z (scale t v)))).
  - exact (field_on_line (fun z => score z i) z v (Cont i Hi)).
  - apply density_continuous.
Qed.

Lemma slope_by_entries v z : sum d (fun i => v i * (score z i * p z)) = density_slope d nu score v z.
Proof.
  unfold density_slope, dot. rewrite Rmult_comm, <- sum_scale. apply sum_ext. intros i _. unfold p. ring.
Qed.

Lemma slope_continuous z v w : continuity (fun t => density_slope d nu score v (add z (scale t w))).
Proof.
  replace (fun t => density_slope d nu score v (add z (scale t w)))
    with (fun t => sum d (fun i => v i * (score (add z (scale t w)) i * p (add z (scale t w)))))
    by (apply functional_extensionality; intros t; apply slope_by_entries).
  assert (A : forall n, (n <= d)%nat ->
    continuity (fun t => sum n (fun i => v i * (score (add z (scale t w)) i * p (add z (scale t w)))))).
  { induction n as [|n IH]; intros Hn; cbn [sum]; [apply continuity_const; intros a b; reflexivity|].
    apply (continuity_plus (fun t => sum n (fun i => v i * (score (add z (scale t w)) i * p (add z (scale t w)))))
      (fun t => v n * (score (add z (scale t w)) n * p (add z (scale t w))))); [apply IH; lia|].
    apply (continuity_scal (fun t => score (add z (scale t w)) n * p (add z (scale t w)))). now apply entry_continuous. }
  now apply A.
Qed.

Lemma slope_summable v : summable V (density_slope d nu score v).
Proof.
  apply (summable_ext V (fun z => sum d (fun i => v i * (score z i * p z)))); [apply slope_by_entries|].
  apply (summable_sum V d (fun i z => v i * (score z i * p z))). intros i Hi. now apply summable_scale, Sq.
Qed.

(** ** Shifts of the noise *)

(** If the slopes of the density along the shift are near h in the mean, so is the change of a mean. *)
Lemma shift_of_mean b G h v e : in_space d v -> factor V b G -> 0 <= b -> summable V h ->
  (forall s, 0 <= s <= 1 -> integral V (fun z => Rabs (density_slope d nu score v (add z (scale (- s) v)) - h z)) <= e) ->
  Rabs (integral V (fun z => G (add z v) * p z) - integral V (fun z => G z * p z) - integral V (fun z => G z * h z)) <=
    b * e.
Proof.
  intros Hv HG Hb H B. set (w := scale (-1) v). pose proof (in_space_scale d (-1) v Hv) as Hw. fold w in Hw.
  assert (Ew : forall s, scale s w = scale (- s) v)
    by (intros s; apply functional_extensionality; intros i; unfold w, scale; ring).
  assert (N : integral V (fun z => Rabs (p (add z w) - p z - h z)) <= e).
  { apply (increment_in_mean V p (density_slope d nu score v)); [exact Hw| | |exact Sp|apply slope_summable|exact H|].
    - intros z t. replace (density_slope d nu score v (add z (scale t w))) with (- density_slope d nu score w (add z (scale t w)));
        [apply density_derivative|].
      unfold density_slope, w. rewrite dot_scale_r. ring.
    - intros z. apply slope_continuous.
    - intros s Hs. rewrite <- (integral_ext V (fun z => Rabs (density_slope d nu score v (add z (scale (- s) v)) - h z)));
        [now apply B|]. intros z. now rewrite Ew. }
  rewrite (proj2 (factor_shift V b G p v Hv HG Sp)). fold w.
  pose proof (proj1 (integral_shift _ V p w Hw Sp)) as Sw. destruct HG as [BG SG].
  rewrite <- 2 integral_minus by (repeat apply summable_minus; now apply SG).
  rewrite <- (integral_ext V (fun z => G z * (p (add z w) - p z - h z))) by (intros; ring).
  eapply Rle_trans; [apply (factor_integral V b); [now split|]|].
  - now repeat apply summable_minus.
  - now apply Rmult_le_compat_l.
Qed.

(** The change is at most the mean of the slope. *)
Lemma shift_bound b G v : in_space d v -> factor V b G -> 0 <= b ->
  Rabs (integral V (fun z => G (add z v) * p z) - integral V (fun z => G z * p z)) <=
    b * integral V (fun z => Rabs (density_slope d nu score v z)).
Proof.
  intros Hv HG Hb. set (m := integral V (fun z => Rabs (density_slope d nu score v z))).
  pose proof (shift_of_mean b G (fun _ => 0) v m Hv HG Hb (summable_zero _ V)) as A.
  cbv beta in A. rewrite (integral_ext V (fun z => G z * 0) (fun _ => 0)), integral_zero, Rminus_0_r in A by (intros; ring). apply A.
  intros s _. right. unfold m. rewrite <- (proj2 (integral_shift _ V _ _ (in_space_scale d (- s) v Hv)
    (summable_abs V _ (slope_summable v)))). apply integral_ext. intros z. now rewrite Rminus_0_r.
Qed.

(** Slopes move little in the mean. *)
Lemma slopes_moved : forall e, 0 < e -> exists delta, 0 < delta /\ forall u v, in_space d u -> norm_inf d u < delta ->
  moved V (density_slope d nu score v) u <= e * norm_inf d v.
Proof.
  assert (Part : forall n, (n <= d)%nat -> forall e, 0 < e -> exists delta, 0 < delta /\
    forall u, in_space d u -> norm_inf d u < delta -> forall i, (i < n)%nat ->
      moved V (fun z => score z i * p z) u <= e).
  { induction n as [|n IH]; intros Hn e He; [exists 1; split; [lra|]; intros; lia|].
    destruct (IH ltac:(lia) e He) as (d1 & P1 & H1).
    destruct (moved_continuous V _ (Sq n Hn) (fun i Hi z => entry_continuous z (vertex i) n Hn) e He)
      as (d2 & P2 & H2).
    exists (Rmin d1 d2). split; [now apply Rmin_pos|]. intros u Hu B i Hi.
    destruct (Nat.eq_dec i n) as [->|Ne].
    - apply H2; [exact Hu|]. intros k Hk. eapply Rle_lt_trans; [exact (norm_inf_entry d u k Hk)|].
      eapply Rlt_le_trans; [exact B|apply Rmin_r].
    - apply H1; [exact Hu| |lia]. eapply Rlt_le_trans; [exact B|apply Rmin_l]. }
  intros e He. pose proof (pos_INR d) as Pd.
  destruct (Part d (Nat.le_refl d) (e / (INR d + 1))) as (delta & Hd & H); [apply Rdiv_lt_0_compat; lra|].
  exists delta. split; [exact Hd|]. intros u v Hu B. specialize (H u Hu B).
  destruct (summable_sum V d (fun i z => norm_inf d v * Rabs (score (add z u) i * p (add z u) - score z i * p z)))
    as [S E].
  { intros i Hi. apply summable_scale. exact (summable_moved V _ u Hu (Sq i Hi)). }
  eapply Rle_trans; [apply (integral_monotone _ V); [apply summable_moved; [exact Hu|apply slope_summable]|exact S|]|].
  - intros z. rewrite <- 2 slope_by_entries, <- sum_minus. eapply Rle_trans; [apply sum_abs|].
    apply sum_le. intros i Hi. rewrite <- Rmult_minus_distr_l, Rabs_mult.
    apply Rmult_le_compat_r; [apply Rabs_pos|now apply norm_inf_entry].
  - rewrite E. apply Rle_trans with (sum d (fun _ => norm_inf d v * (e / (INR d + 1)))).
    + apply sum_le. intros i Hi. rewrite integral_scale by exact (summable_moved V _ u Hu (Sq i Hi)).
      apply Rmult_le_compat_l; [apply norm_inf_nonneg|now apply H].
    + rewrite sum_const. pose proof (norm_inf_nonneg d v) as Pv.
      replace (INR d * (norm_inf d v * (e / (INR d + 1)))) with (e * norm_inf d v * (INR d / (INR d + 1)))
        by (field; lra).
      rewrite <- (Rmult_1_r (e * norm_inf d v)) at 2. apply Rmult_le_compat_l; [nra|].
      apply Rmult_le_reg_r with (INR d + 1); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.
End Density.
