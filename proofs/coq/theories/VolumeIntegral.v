(** Integration over R^d without measure theory: a linear, monotone and translation-invariant integral of the functions of
    a vector lattice that contains the limits of monotone sequences. Lebesgue's integral is one. *)

From Coq Require Import Reals Lra Lia Arith Classical FunctionalExtensionality.
From TightMax Require Import Vectors.
Open Scope R_scope.

(** Which functions on R^d (of which the entries from d on are 0) have a finite integral, and what it is. Nothing says
    what the unit cube has: every multiple of Lebesgue's integral is one as well. *)
Record volume (d : nat) := Volume {
  summable : (vec -> R) -> Prop;
  integral : (vec -> R) -> R;
  summable_zero : summable (fun _ => 0);
  integral_linear : forall a b f g, summable f -> summable g ->
    summable (fun z => a * f z + b * g z) /\ integral (fun z => a * f z + b * g z) = a * integral f + b * integral g;
  integral_max : forall f g, summable f -> summable g -> summable (fun z => Rmax (f z) (g z));
  integral_monotone : forall f g, summable f -> summable g -> (forall z, f z <= g z) -> integral f <= integral g;
  integral_limit : forall (f : nat -> vec -> R) g b, (forall k, summable (f k)) ->
    (forall k z, f k z <= f (S k) z) -> (forall k, integral (f k) <= b) -> (forall z, Un_cv (fun k => f k z) (g z)) ->
    summable g /\ Un_cv (fun k => integral (f k)) (integral g);
  integral_shift : forall f v, (forall i, (d <= i)%nat -> v i = 0) -> summable f ->
    summable (fun z => f (add z v)) /\ integral (fun z => f (add z v)) = integral f
}.
Arguments summable {d}.
Arguments integral {d}.

(** A sequence that is constant from some place on. *)
Lemma eventually_cv (u : nat -> R) l N : (forall k, (N <= k)%nat -> u k = l) -> Un_cv u l.
Proof.
  intros H eta He. exists N. intros k Hk. rewrite (H k Hk). unfold R_dist. now rewrite Rminus_eq_0, Rabs_R0.
Qed.

(** Every number is below k u for large k, if u > 0. *)
Lemma multiple_above u a : 0 < u -> exists N, forall k, (N <= k)%nat -> a <= INR k * u.
Proof.
  intros Hu. destruct (archimed (a / u)) as [Up _]. exists (Z.to_nat (up (a / u))). intros k Hk. apply le_INR in Hk.
  assert (K : a / u <= INR k).
  { destruct (Rle_lt_dec 0 (IZR (up (a / u)))) as [P|P].
    - rewrite INR_IZR_INZ, Z2Nat.id in Hk; [lra|]. now apply le_IZR.
    - pose proof (pos_INR k). lra. }
  apply (Rmult_le_compat_r u) in K; [|lra]. unfold Rdiv in K. rewrite Rmult_assoc, Rinv_l in K; lra.
Qed.

Section Rules.
Context {d : nat} (V : volume d).

(** What is the same everywhere is summable together. *)
Lemma summable_ext (f g : vec -> R) : (forall z, f z = g z) -> summable V f -> summable V g.
Proof. intros H. replace g with f by (now apply functional_extensionality). auto. Qed.

Lemma integral_ext (f g : vec -> R) : (forall z, f z = g z) -> integral V f = integral V g.
Proof. intros H. now replace g with f by (now apply functional_extensionality). Qed.

(** Linear combinations. *)
Lemma summable_scale c f : summable V f -> summable V (fun z => c * f z).
Proof.
  intros F. apply (summable_ext (fun z => c * f z + 0 * f z)); [intros; ring|]. now apply (integral_linear _ V).
Qed.

Lemma integral_scale c f : summable V f -> integral V (fun z => c * f z) = c * integral V f.
Proof.
  intros F. rewrite (integral_ext _ (fun z => c * f z + 0 * f z)) by (intros; ring).
  rewrite (proj2 (integral_linear _ V c 0 f f F F)). ring.
Qed.

Lemma summable_plus f g : summable V f -> summable V g -> summable V (fun z => f z + g z).
Proof.
  intros F G. apply (summable_ext (fun z => 1 * f z + 1 * g z)); [intros; ring|]. now apply (integral_linear _ V).
Qed.

Lemma integral_plus f g : summable V f -> summable V g -> integral V (fun z => f z + g z) = integral V f + integral V g.
Proof.
  intros F G. rewrite (integral_ext _ (fun z => 1 * f z + 1 * g z)) by (intros; ring).
  rewrite (proj2 (integral_linear _ V 1 1 f g F G)). ring.
Qed.

Lemma summable_minus f g : summable V f -> summable V g -> summable V (fun z => f z - g z).
Proof.
  intros F G. apply (summable_ext (fun z => 1 * f z + -1 * g z)); [intros; ring|]. now apply (integral_linear _ V).
Qed.

Lemma integral_minus f g : summable V f -> summable V g -> integral V (fun z => f z - g z) = integral V f - integral V g.
Proof.
  intros F G. rewrite (integral_ext _ (fun z => 1 * f z + -1 * g z)) by (intros; ring).
  rewrite (proj2 (integral_linear _ V 1 (-1) f g F G)). ring.
Qed.

Lemma integral_zero : integral V (fun _ => 0) = 0.
Proof.
  rewrite (integral_ext _ (fun z => 0 * 0)) by (intros; ring). rewrite integral_scale by apply summable_zero. ring.
Qed.

(** Sums. *)
Lemma summable_sum n (f : nat -> vec -> R) : (forall i, (i < n)%nat -> summable V (f i)) ->
  summable V (fun z => sum n (fun i => f i z)) /\
  integral V (fun z => sum n (fun i => f i z)) = sum n (fun i => integral V (f i)).
Proof.
  induction n as [|n IH]; intros H; cbn [sum]; [split; [apply summable_zero|apply integral_zero]|].
  destruct IH as [F E]; [intros; apply H; lia|]. pose proof (H n ltac:(lia)) as Fn.
  split; [now apply summable_plus|]. now rewrite integral_plus, E by assumption.
Qed.

(** Absolute values, the lesser of two, and what is not negative. *)
Lemma summable_abs f : summable V f -> summable V (fun z => Rabs (f z)).
Proof.
  intros F. apply (summable_ext (fun z => Rmax (f z) (-1 * f z))).
  - intros z. unfold Rmax, Rabs. destruct (Rle_dec _ _), (Rcase_abs _); lra.
  - apply integral_max; [exact F|now apply summable_scale].
Qed.

Lemma summable_min f g : summable V f -> summable V g -> summable V (fun z => Rmin (f z) (g z)).
Proof.
  intros F G. apply (summable_ext (fun z => -1 * Rmax (-1 * f z) (-1 * g z))).
  - intros z. unfold Rmax, Rmin. destruct (Rle_dec _ _), (Rle_dec _ _); lra.
  - apply summable_scale, integral_max; now apply summable_scale.
Qed.

Lemma integral_nonneg f : summable V f -> (forall z, 0 <= f z) -> 0 <= integral V f.
Proof. intros F P. rewrite <- integral_zero. now apply (integral_monotone _ V); [apply summable_zero| |]. Qed.

Lemma integral_abs f : summable V f -> Rabs (integral V f) <= integral V (fun z => Rabs (f z)).
Proof.
  intros F. pose proof (summable_abs f F) as A.
  assert (P : integral V f <= integral V (fun z => Rabs (f z))).
  { apply (integral_monotone _ V); [exact F|exact A|]. intros z. apply Rle_abs. }
  assert (N : integral V (fun z => -1 * f z) <= integral V (fun z => Rabs (f z))).
  { apply (integral_monotone _ V); [now apply summable_scale|exact A|]. intros z.
    pose proof (Rle_abs (- f z)) as L. rewrite Rabs_Ropp in L. lra. }
  rewrite integral_scale in N by exact F. apply Rabs_le. lra.
Qed.

(** ** Limits *)

(** The least of m + 1 terms from the k-th on, and of all of them, if none is negative. *)
Fixpoint least_from (u : nat -> R) (k m : nat) : R :=
  match m with
  | O => u k
  | S m => Rmin (least_from u k m) (u (k + S m)%nat)
  end.

Lemma least_from_le u k m j : (k <= j <= k + m)%nat -> least_from u k m <= u j.
Proof.
  induction m as [|m IH]; intros H; cbn [least_from]; [replace j with k by lia; lra|].
  destruct (Nat.eq_dec j (k + S m)) as [->|N]; [apply Rmin_r|].
  eapply Rle_trans; [apply Rmin_l|apply IH; lia].
Qed.

Lemma least_from_ge u k m a : (forall j, (k <= j)%nat -> a <= u j) -> a <= least_from u k m.
Proof.
  intros H. induction m as [|m IH]; cbn [least_from]; [apply H; lia|]. apply Rmin_glb; [exact IH|apply H; lia].
Qed.

Lemma least_limit (u : nat -> R) k : (forall j, 0 <= u j) -> {l | Un_cv (least_from u k) l}.
Proof.
  intros P. apply decreasing_cv.
  - intros m. cbn [least_from]. apply Rmin_l.
  - exists 0. intros x (m & ->). unfold opp_seq. enough (0 <= least_from u k m) by lra. now apply least_from_ge.
Qed.

(** The least of a sequence of nonnegative functions. *)
Definition least (f : nat -> vec -> R) (P : forall k z, 0 <= f k z) (k : nat) (z : vec) : R :=
  proj1_sig (least_limit (fun j => f j z) k (fun j => P j z)).

Lemma least_cv f P k z : Un_cv (least_from (fun j => f j z) k) (least f P k z).
Proof. exact (proj2_sig (least_limit (fun j => f j z) k (fun j => P j z))). Qed.

Lemma least_below f P k j z : (k <= j)%nat -> least f P k z <= f j z.
Proof.
  intros H. apply Rle_trans with (least_from (fun j => f j z) k (j - k)).
  - apply decreasing_ineq; [|apply least_cv]. intros m. cbn [least_from]. apply Rmin_l.
  - apply (least_from_le (fun j => f j z)). lia.
Qed.

Lemma least_above f P k z a : (forall j, (k <= j)%nat -> a <= f j z) -> a <= least f P k z.
Proof.
  intros H. apply (@Rle_cv_lim (fun _ => a) (least_from (fun j => f j z) k)).
  - intros m. now apply least_from_ge.
  - now apply (eventually_cv _ a 0).
  - apply least_cv.
Qed.

Lemma summable_least f P k : (forall j, summable V (f j)) -> summable V (least f P k).
Proof.
  intros F. assert (Sm : forall m, summable V (fun z => least_from (fun j => f j z) k m)).
  { intros m. induction m as [|m IH]; cbn [least_from]; [apply F|]. apply summable_min; [exact IH|apply F]. }
  apply (summable_ext (fun z => -1 * (-1 * least f P k z))); [intros; ring|]. apply summable_scale.
  apply (integral_limit _ V (fun m z => -1 * least_from (fun j => f j z) k m) _ 0).
  - intros m. apply summable_scale, Sm.
  - intros m z. cbn [least_from]. pose proof (Rmin_l (least_from (fun j => f j z) k m) (f (k + S m)%nat z)). lra.
  - intros m. rewrite integral_scale by apply Sm. enough (0 <= integral V (fun z => least_from (fun j => f j z) k m))
      by lra. apply integral_nonneg; [apply Sm|]. intros z. apply least_from_ge. intros; apply P.
  - intros z. apply (CV_mult (fun _ => -1) (least_from (fun j => f j z) k)); [|apply least_cv].
    now apply (eventually_cv _ (-1) 0).
Qed.

(** Fatou: what is the pointwise limit of nonnegative functions, infinitely many of which have an integral of at most b,
    has an integral of at most b. *)
Lemma integral_fatou (f : nat -> vec -> R) g b : (forall k, summable V (f k)) -> (forall k z, 0 <= f k z) ->
  (forall z, Un_cv (fun k => f k z) (g z)) -> (forall n, exists k, (n <= k)%nat /\ integral V (f k) <= b) ->
  summable V g /\ integral V g <= b.
Proof.
  intros F P L B.
  set (low := least f P).
  assert (Below : forall k j z, (k <= j)%nat -> low k z <= f j z) by (intros; now apply least_below).
  assert (Above : forall k z a, (forall j, (k <= j)%nat -> a <= f j z) -> a <= low k z)
    by (intros; now apply least_above).
  assert (Sl : forall k, summable V (low k)) by (intros; now apply summable_least).
  assert (Bl : forall k, integral V (low k) <= b).
  { intros k. destruct (B k) as (j & Hj & Hb). eapply Rle_trans; [|exact Hb].
    apply (integral_monotone _ V); [apply Sl|apply F|]. intros z. now apply Below. }
  destruct (integral_limit _ V low g b Sl) as [G C].
  - intros k z. apply Above. intros j Hj. apply Below. lia.
  - exact Bl.
  - intros z eta He. destruct (L z (eta / 2) ltac:(lra)) as (N & HN). exists N. intros k Hk.
    assert (A : g z - eta / 2 <= low k z).
    { apply Above. intros j Hj. specialize (HN j ltac:(lia)). unfold R_dist in HN. apply Rabs_def2 in HN. lra. }
    pose proof (Below k k z ltac:(lia)) as A'. specialize (HN k Hk). unfold R_dist in *. apply Rabs_def2 in HN.
    apply Rabs_def1; lra.
  - split; [exact G|]. apply (@Rle_cv_lim (fun k => integral V (low k)) (fun _ => b)); [exact Bl|exact C|].
    now apply (eventually_cv _ b 0).
Qed.

(** Functions with no more of an integral than their pointwise limit are near it in the mean. *)
Lemma integral_limit_in_mean (f : nat -> vec -> R) g : (forall k, summable V (f k)) -> summable V g ->
  (forall z, Un_cv (fun k => f k z) (g z)) ->
  (forall k, integral V (fun z => Rabs (f k z)) <= integral V (fun z => Rabs (g z))) ->
  forall e, 0 < e -> exists N, forall k, (N <= k)%nat -> integral V (fun z => Rabs (f k z - g z)) < e.
Proof.
  intros F G L B e He. apply NNPP. intros No.
  set (h := fun k z => Rabs (f k z) + Rabs (g z) - Rabs (f k z - g z)).
  set (K := integral V (fun z => Rabs (g z))) in *. pose proof (summable_abs g G) as Ag.
  assert (Ad : forall k, summable V (fun z => Rabs (f k z - g z))) by (intros; now apply summable_abs, summable_minus).
  assert (Ah : forall k, summable V (fun z => Rabs (f k z) + Rabs (g z)))
    by (intros; apply summable_plus; [now apply summable_abs|exact Ag]).
  destruct (integral_fatou h (fun z => Rabs (g z) + Rabs (g z)) (K + K - e)) as [_ H].
  - intros k. now apply summable_minus.
  - intros k z. unfold h. pose proof (Rabs_triang (f k z) (- g z)) as T. rewrite Rabs_Ropp in T.
    unfold Rminus at 2. lra.
  - intros z. pose proof (L z) as Lz. replace (Rabs (g z) + Rabs (g z)) with (Rabs (g z) + Rabs (g z) - Rabs (g z - g z))
      by (rewrite Rminus_eq_0, Rabs_R0; ring).
    assert (Cg : forall c, Un_cv (fun _ : nat => c) c) by (intros c; now apply (eventually_cv _ c 0)).
    apply (CV_minus (fun k => Rabs (f k z) + Rabs (g z)) (fun k => Rabs (f k z - g z))).
    + apply (CV_plus (fun k => Rabs (f k z)) (fun _ => Rabs (g z))); [now apply cv_cvabs|apply Cg].
    + apply (cv_cvabs (fun k => f k z - g z)). now apply (CV_minus (fun k => f k z) (fun _ => g z)).
  - intros n. apply NNPP. intros N. apply No. exists n. intros k Hk. apply Rnot_le_lt. intros Le. apply N.
    exists k. split; [exact Hk|]. unfold h. rewrite integral_minus, integral_plus by (auto; now apply summable_abs).
    specialize (B k). fold K. lra.
  - rewrite integral_plus in H by exact Ag. fold K in H. lra.
Qed.

(** ** Null sets *)

(** What is integrated with a positive factor: an event A, as 1 and 0, for which A p has an integral has one with every
    other factor. *)
Lemma summable_event (A p f : vec -> R) : (forall z, A z = 0 \/ A z = 1) -> (forall z, 0 < p z) ->
  summable V (fun z => A z * p z) -> summable V f -> summable V (fun z => A z * f z).
Proof.
  intros HA Hp SA. assert (Pos : forall f, summable V f -> (forall z, 0 <= f z) -> summable V (fun z => A z * f z)).
  { clear f. intros f F Pf.
    assert (Sk : forall k, summable V (fun z => Rmin (f z) (INR k * (A z * p z))))
      by (intros; apply summable_min; [exact F|now apply summable_scale]).
    apply (integral_limit _ V (fun k z => Rmin (f z) (INR k * (A z * p z))) _ (integral V f) Sk).
    - intros k z. apply Rle_min_compat_l. rewrite S_INR. specialize (Hp z). destruct (HA z) as [-> | ->]; lra.
    - intros k. apply (integral_monotone _ V); [apply Sk|exact F|]. intros z. apply Rmin_l.
    - intros z. destruct (HA z) as [E|E].
      + apply (eventually_cv _ _ 0). intros k _. rewrite E. rewrite Rmin_right; [ring|]. specialize (Pf z). lra.
      + destruct (multiple_above (p z) (f z) (Hp z)) as (N & HN). apply (eventually_cv _ _ N). intros k Hk.
        rewrite E, !Rmult_1_l, Rmin_left; [reflexivity|]. now apply HN. }
  intros F. apply (summable_ext (fun z => A z * Rmax (f z) 0 - A z * Rmax (-1 * f z) 0)).
  - intros z. replace (f z) with (Rmax (f z) 0 - Rmax (-1 * f z) 0) at 3; [ring|].
    unfold Rmax. destruct (Rle_dec _ _), (Rle_dec _ _); lra.
  - apply summable_minus; apply Pos; try (intros z; apply Rmax_r); apply integral_max; try apply summable_zero;
      [exact F|now apply summable_scale].
Qed.

(** What vanishes in the mean for one positive factor does for every other. *)
Lemma integral_null (X f g : vec -> R) : (forall z, 0 <= X z) -> (forall z, 0 < g z) -> summable V (fun z => X z * f z) ->
  summable V (fun z => X z * g z) -> integral V (fun z => X z * g z) <= 0 -> integral V (fun z => X z * f z) <= 0.
Proof.
  intros PX Pg F G Z. set (h := fun k z => Rmin (X z * f z) (INR k * (X z * g z))).
  assert (Sk : forall k, summable V (h k)) by (intros; apply summable_min; [exact F|now apply summable_scale]).
  destruct (integral_limit _ V h (fun z => X z * f z) (integral V (fun z => X z * f z)) Sk) as [_ C].
  - intros k z. apply Rle_min_compat_l. rewrite S_INR. specialize (Pg z). specialize (PX z).
    pose proof (Rmult_le_pos _ _ PX (Rlt_le _ _ Pg)). lra.
  - intros k. apply (integral_monotone _ V); [apply Sk|exact F|]. intros z. apply Rmin_l.
  - intros z. destruct (PX z) as [P|E].
    + destruct (multiple_above (X z * g z) (X z * f z)) as (N & HN); [specialize (Pg z); nra|].
      apply (eventually_cv _ _ N). intros k Hk. apply Rmin_left. now apply HN.
    + apply (eventually_cv _ _ 0). intros k _. unfold h. rewrite <- E, !Rmult_0_l, Rmult_0_r. apply Rmin_left. lra.
  - apply (@Rle_cv_lim (fun k => integral V (h k)) (fun _ => 0)); [|exact C|now apply (eventually_cv _ 0 0)].
    intros k. eapply Rle_trans with (integral V (fun z => INR k * (X z * g z))).
    + apply (integral_monotone _ V); [apply Sk|now apply summable_scale|]. intros z. apply Rmin_r.
    + rewrite integral_scale by exact G. pose proof (pos_INR k). nra.
Qed.
End Rules.
