(** The theorems of the project as they are published, each with its whole conclusion: duality and its lower
    bounds, the exact optima, LogSumExp, and the two universal bounds. *)

From Coq Require Import Reals Lra Lia Arith ZArith.
From TightMax Require Import Vectors Smoothing Conjugate Converse Duality Scaling SmallDimensions ClosedForms.
From TightMax Require Import Euclid EuclidDuality EuclidTemperature WeightedMoves Martingale Processes.
From TightMax Require Import Entropy LogSumExp UniversalUpper UniversalLower.
From TightMax Require Constants.
Open Scope R_scope.

(** "eps*_d >= B" is said of all smoothings, "eps*_d <= B" by a smoothing with the gap B, and "eps*_d = e" as
    [optimum d e]: there is a smoothing with the gap e, and there is none with a smaller gap. *)

Definition infimum (E : R -> Prop) (e : R) : Prop :=
  (forall r, E r -> e <= r) /\ forall b, (forall r, E r -> b <= r) -> b <= e.

(** The values h(e_1) - h(u) of symmetric h that are 1-strongly convex in the l1 norm, or in the Euclidean
    norm. *)
Definition rises (d : nat) (r : R) : Prop :=
  exists h, symmetric d h /\ strongly_convex d h /\ r = h (vertex 0) - h (centre d).

Definition rises2 (d : nat) (r : R) : Prop :=
  exists h, symmetric d h /\ strongly_convex2 d h /\ r = h (vertex 0) - h (centre d).

Lemma least_is_infimum (S : R -> (vec -> R) -> Prop) (E : R -> Prop) :
  (forall e, (exists f, S e f) <-> exists r, E r /\ r <= e) ->
  (exists e, (exists f, S e f) /\ forall e' f, S e' f -> e <= e') ->
  forall e, (exists f, S e f) /\ (forall e' f, S e' f -> e <= e') <-> infimum E e.
Proof.
  intros H [e0 O].
  assert (F : forall e, (exists f, S e f) /\ (forall e' f, S e' f -> e <= e') -> infimum E e).
  { intros e [X L]. split.
    - intros r Hr. destruct (proj2 (H r)) as [f Hf]; [exists r; split; [exact Hr|lra]|]. exact (L r f Hf).
    - intros b Hb. apply H in X. destruct X as (r & Hr & Le). specialize (Hb r Hr). lra. }
  intros e. split; [apply F|]. intros [L G]. destruct (F e0 O) as [L0 G0].
  replace e with e0; [exact O|]. apply Rle_antisym; auto.
Qed.

(** An eps-smoothing of the maximum on R^d exists if and only if there is h on the simplex with -eps <= h <=
    0 that is 1-strongly convex in the l1 norm. Then h may be taken symmetric, and its range is h(e_1) -
    h(u) with u the centre; so eps*_d, which exists, is the infimum of h(e_1) - h(u). The same with the
    Euclidean norm on both sides. *)
Theorem duality d : (2 <= d)%nat ->
  ((forall eps, (exists f, smoothing d eps f) <->
     exists h, on_first d h /\ strongly_convex d h /\ forall x, simplex d x -> - eps <= h x <= 0) /\
   (forall eps, (exists f, smoothing d eps f) <->
     exists h, symmetric d h /\ strongly_convex d h /\ forall x, simplex d x -> - eps <= h x <= 0) /\
   (forall h x, symmetric d h -> strongly_convex d h -> simplex d x ->
     h (centre d) <= h x <= h (vertex 0)) /\
   (exists eps, optimum d eps) /\ (forall eps, optimum d eps <-> infimum (rises d) eps)) /\
  ((forall eps, (exists f, smoothing2 d eps f) <->
     exists h, on_first d h /\ strongly_convex2 d h /\ forall x, simplex d x -> - eps <= h x <= 0) /\
   (forall eps, (exists f, smoothing2 d eps f) <->
     exists h, symmetric d h /\ strongly_convex2 d h /\ forall x, simplex d x -> - eps <= h x <= 0) /\
   (forall h x, symmetric d h -> strongly_convex2 d h -> simplex d x ->
     h (centre d) <= h x <= h (vertex 0)) /\
   (exists eps, optimum2 d eps) /\ (forall eps, optimum2 d eps <-> infimum (rises2 d) eps)).
Proof.
  intros Hd. assert (H1 : (1 <= d)%nat) by lia. split; (split; [|split; [|split; [|split]]]).
  - intros eps. now apply Duality.duality.
  - intros eps. split; [intros [f Hf]; now apply (strongly_convex_of_smoothing d eps f)|].
    intros (h & Hs & Hc & Hr). apply (Duality.duality d eps H1). exists h.
    split; [now apply symmetric_on_first|now split].
  - intros h x Hs Hc Hx. split; [now apply symmetric_min_at_centre|now apply (symmetric_max_at_vertex d)].
  - eexists. now apply value_is_optimum.
  - apply (least_is_infimum (smoothing d)); [|eexists; now apply value_is_optimum].
    intros eps. rewrite (duality_symmetric d eps H1). split.
    + intros (h & Hs & Hc & Hr). exists (h (vertex 0) - h (centre d)). split; [now exists h|exact Hr].
    + intros (r & (h & Hs & Hc & ->) & Hr). now exists h.
  - intros eps. now apply duality2.
  - intros eps. split; [intros [f Hf]; now apply (strongly_convex2_of_smoothing d eps f)|].
    intros (h & Hs & Hc & Hr). apply (duality2 d eps H1). exists h.
    split; [now apply symmetric_on_first|now split].
  - intros h x Hs Hc Hx. now apply symmetric_range2.
  - eexists. now apply Euclid.euclidean_optimum.
  - apply (least_is_infimum (smoothing2 d)); [|eexists; now apply Euclid.euclidean_optimum].
    intros eps. rewrite (duality2_symmetric d eps H1). split.
    + intros (h & Hs & Hc & Hr). exists (h (vertex 0) - h (centre d)). split; [now exists h|exact Hr].
    + intros (r & (h & Hs & Hc & ->) & Hr). now exists h.
Qed.

(** For symmetric h that is 1-strongly convex in the l1 norm, and an average x = sum p_j y_j of points of the
    simplex, h(x) <= sum p_j h(y_j) - 1/2 sum p_j |y_j - x|_1^2. If weighted moves (w, x, (p_j, y_j)) have
    sum w ([x] - sum p_j [y_j]) = c ([u] - [e_1]) with points up to permutation and c > 0, then
    eps*_d >= 1/(2c) sum w sum p_j |y_j - x|_1^2. The same with the Euclidean norm in both places. *)
Theorem weighted_moves d : (2 <= d)%nat ->
  ((forall h n p y x, symmetric d h -> strongly_convex d h ->
     (forall j, (j < n)%nat -> 0 <= p j) -> sum n p = 1 -> (forall j, (j < n)%nat -> simplex d (y j)) ->
     (forall i, (i < d)%nat -> x i = sum n (fun j => p j * y j i)) ->
     h x <= sum n (fun j => p j * h (y j)) - / 2 * sum n (fun j => p j * norm1 d (sub (y j) x) ^ 2)) /\
   (forall n moves c, (forall i, (i < n)%nat -> is_move d (moves i)) -> balanced d n moves c -> 0 < c ->
     forall eps f, smoothing d eps f -> 1 / (2 * c) * squares (norm1 d) n moves <= eps)) /\
  ((forall h n p y x, symmetric d h -> strongly_convex2 d h ->
     (forall j, (j < n)%nat -> 0 <= p j) -> sum n p = 1 -> (forall j, (j < n)%nat -> simplex d (y j)) ->
     (forall i, (i < d)%nat -> x i = sum n (fun j => p j * y j i)) ->
     h x <= sum n (fun j => p j * h (y j)) - / 2 * sum n (fun j => p j * norm2 d (sub (y j) x) ^ 2)) /\
   (forall n moves c, (forall i, (i < n)%nat -> is_move d (moves i)) -> balanced d n moves c -> 0 < c ->
     forall eps f, smoothing2 d eps f -> 1 / (2 * c) * squares (norm2 d) n moves <= eps)).
Proof.
  intros Hd. assert (H1 : (1 <= d)%nat) by lia. split; split.
  - intros h n p y x Hs Hc. apply Jensen.jensen; [now apply symmetric_on_first|exact Hc].
  - intros n moves c M B Hc. apply gap_at_least; [exact H1|]. intros h Hs Hh. now apply weighted_moves_rise.
  - intros h n p y x Hs Hc. apply jensen2; [exact H1|now apply symmetric_on_first|exact Hc].
  - intros n moves c M B Hc eps f Hf.
    destruct (proj1 (duality2_symmetric d eps H1) (ex_intro _ f Hf)) as (h & Hs & Hh & Hr).
    pose proof (weighted_moves_rise2 d n moves c h H1 Hs Hh M B Hc). lra.
Qed.

(** With V(x) the supremum of the gains 1/2 E sum |X_{t+1} - X_t|_1^2 of all martingales from x to the
    vertices: every gain of a martingale from the centre u is a lower bound, and eps*_d = V(u). The function
    x -> sup_p <p, x> + V(p) is the pointwise least of all smoothings, and its gap is eps*_d, which is
    attained. *)
Theorem martingale d : (2 <= d)%nat ->
  (forall x, simplex d x -> is_lub (process_gain d x) (value d x)) /\
  (forall G, process_gain d (centre d) G -> forall eps f, smoothing d eps f -> G <= eps) /\
  optimum d (value d (centre d)) /\
  exists least : vec -> R,
    (forall x, is_lub (fun r => exists p, simplex d p /\ r = dot d p x + value d p) (least x)) /\
    smoothing d (value d (centre d)) least /\
    forall eps f, smoothing d eps f -> forall x, least x <= f x.
Proof.
  intros Hd. assert (H1 : (1 <= d)%nat) by lia. pose proof (simplex_centre d H1) as Hu.
  split; [intros x; apply process_value|]. split; [|split; [now apply value_is_optimum|]].
  - intros G HG eps f Hf. apply Rle_trans with (value d (centre d)); [now apply (process_value d _ Hu)|].
    now apply (proj2 (value_is_optimum d H1) eps f).
  - exists (conj d (fun p => - value d p)). split; [|now apply least_smoothing]. intros x.
    destruct (conj_lub d (fun p => - value d p) x H1) as [U L].
    { exists (- value d (centre d)). intros p Hp. now apply value_range. }
    split.
    + intros r (p & Hp & ->). apply U. exists p. split; [exact Hp|ring].
    + intros b Hb. apply L. intros r (p & Hp & ->). apply Hb. exists p. split; [exact Hp|ring].
Qed.

(** eps*_2 = 1/2. At temperature t the optimum t/2 is attained by the Huber function
    max(x, y) + t/2 (1 - |x - y|/(2t))_+^2, which equals the maximum exactly where |x - y| >= 2t. *)
Theorem d2_optimum :
  optimum 2 (1 / 2) /\
  forall t, 0 < t -> optimum_by 2 (1 / t) (t / 2) /\
    let f z := largest 2 z + t / 2 * Rmax 0 (1 - Rabs (z 0%nat - z 1%nat) / (2 * t)) ^ 2 in
    estimate 2 (1 / t) 0 (t / 2) f /\
    forall z, f z = largest 2 z <-> 2 * t <= Rabs (z 0%nat - z 1%nat).
Proof. split; [exact SmallDimensions.d2_optimum|exact d2_huber]. Qed.

(** eps*_3 = 8/9. At temperature t the optimum 8t/9 is attained by the maximum f(y) of <q, y> - (4t/3)
    (|q|_2^2 - 1) over the simplex, a piecewise quadratic (the three pieces are given for decreasing entries
    with the mean m) whose gradient is the projection of 3y/(8t) to the simplex. It equals the maximum
    exactly where the largest entry leads by 8t/3 or more. *)
Theorem d3_optimum :
  optimum 3 (8 / 9) /\
  forall t, 0 < t -> optimum_by 3 (1 / t) (8 / 9 * t) /\
    exists f : vec -> R,
      estimate 3 (1 / t) 0 (8 / 9 * t) f /\
      (exists g, has_gradient 3 f g /\ forall y,
        projection 3 (scale (3 / (8 * t)) y) (g y) /\
        f y = dot 3 (g y) y - 4 / 3 * t * (norm2 3 (g y) ^ 2 - 1) /\
        forall q, simplex 3 q -> dot 3 q y - 4 / 3 * t * (norm2 3 q ^ 2 - 1) <= f y) /\
      (symmetric 3 f /\ forall y, y 1%nat <= y 0%nat -> y 2%nat <= y 1%nat ->
        let m := (y 0%nat + y 1%nat + y 2%nat) / 3 in
        (m - y 2%nat <= 8 / 9 * t ->
          f y = m + ((y 0%nat - m) ^ 2 + (y 1%nat - m) ^ 2 + (y 2%nat - m) ^ 2) * 3 / (16 * t) + 8 / 9 * t) /\
        (8 / 9 * t <= m - y 2%nat -> y 0%nat - y 1%nat <= 8 / 3 * t ->
          f y = (y 0%nat + y 1%nat) / 2 + (y 0%nat - y 1%nat) ^ 2 * 3 / (32 * t) + 2 / 3 * t) /\
        (8 / 3 * t <= y 0%nat - y 1%nat -> f y = y 0%nat)) /\
      forall y, f y = largest 3 y <->
        exists k, (k < 3)%nat /\ forall j, (j < 3)%nat -> j <> k -> y j + 8 / 3 * t <= y k.
Proof.
  split; [exact SmallDimensions.d3_optimum|]. intros t Ht.
  destruct (d3_piecewise_quadratic t Ht) as (O & E & (g & Hg & P) & V & X).
  split; [exact O|]. exists (piecewise_quadratic t).
  split; [exact E|split; [|split; [split; [now apply piecewise_quadratic_symmetric|]|exact X]]].
  - exists g. split; [exact Hg|]. intros y. split; [apply P|]. split; [rewrite norm2_square; now apply V|].
    intros q Hq. rewrite norm2_square.
    pose proof (quadratic_below 3 (4 / 3 * t) ltac:(lra)) as Hb.
    now apply (conj_above 3 (quadratic 3 (4 / 3 * t)) ltac:(lia) Hb y q).
  - intros y H01 H12. now apply d3_closed_form.
Qed.

(** Among the over-estimates that are 1-smooth in the Euclidean norm the least gap is (1 - 1/d)/2. At
    temperature t it is attained by the maximum of <q, y> - t/2 (|q|_2^2 - 1), whose gradient is the
    projection of y/t to the simplex. It is below 1/2 and below ln d, while in the infinity norm the least gap
    exceeds every bound for large d. *)
Theorem euclidean_optimum :
  (forall d, (2 <= d)%nat -> optimum2 d (1 / 2 * (1 - 1 / INR d))) /\
  (forall d t, (2 <= d)%nat -> 0 < t -> optimum2_by d (1 / t) (t * (1 / 2 * (1 - 1 / INR d))) /\
    exists f : vec -> R, estimate2 d (1 / t) 0 (t * (1 / 2 * (1 - 1 / INR d))) f /\
    exists g, has_gradient d f g /\ forall y,
      projection d (scale (/ t) y) (g y) /\
      f y = dot d (g y) y - t / 2 * (norm2 d (g y) ^ 2 - 1) /\
      forall q, simplex d q -> dot d q y - t / 2 * (norm2 d q ^ 2 - 1) <= f y) /\
  (forall d, (2 <= d)%nat -> 1 / 2 * (1 - 1 / INR d) < 1 / 2 /\ 1 / 2 * (1 - 1 / INR d) < ln (INR d)) /\
  forall B, exists D, forall d, (D <= d)%nat -> forall eps f, smoothing d eps f -> B < eps.
Proof.
  assert (E : forall d, 1 / 2 * (1 - 1 / INR d) = (1 - / INR d) / 2) by (intros; unfold Rdiv; ring).
  split; [|split; [|split]].
  - intros d Hd. rewrite E. apply Euclid.euclidean_optimum. lia.
  - intros d t Hd Ht. rewrite E. destruct (euclidean_temperature d t ltac:(lia) Ht) as [O H].
    split; [exact O|]. now exists (euclidean_smoothing d t).
  - intros d Hd. assert (0 < / INR d) by (apply Rinv_0_lt_compat, lt_0_INR; lia).
    assert (ln 2 <= ln (INR d)).
    { assert (L : INR 2 <= INR d) by (apply le_INR; lia). change (INR 2) with (1 + 1) in L.
      destruct (Rle_lt_or_eq_dec _ _ L) as [M | <-]; [left; apply ln_increasing; lra|].
      replace (1 + 1) with 2 by ring. lra. }
    pose proof Constants.ln_2_bounds. unfold Rdiv. split; lra.
  - intros B. set (D := Z.to_nat (up (exp (B + 1)))).
    assert (HD : exp (B + 1) < INR D).
    { destruct (archimed (exp (B + 1))) as [A _]. pose proof (exp_pos (B + 1)).
      unfold D. rewrite INR_IZR_INZ, Z2Nat.id; [lra|]. apply le_IZR. lra. }
    exists (D + 2)%nat.
    intros d Hd eps f Hf. pose proof (UniversalLower.universal_lower d eps f ltac:(lia) Hf) as U.
    pose proof Constants.ln_3_bounds as L3. pose proof (exp_pos (B + 1)) as P.
    assert (DD : INR D <= INR d) by (apply le_INR; lia).
    pose proof (ln_increasing (exp (B + 1)) (INR d) P ltac:(lra)) as L. rewrite ln_exp in L.
    assert (0 < 1 / (6 * INR d ^ 2)).
    { apply Rdiv_lt_0_compat; [lra|]. apply Rmult_lt_0_compat; [lra|]. apply pow_lt. lra. }
    lra.
Qed.

(** For d >= 2, t > 0 and every x: 0 < t LSE(x/t) - max x <= t ln d, with equality on the right exactly
    where all entries of x are equal. *)
Theorem lse_gap d t x : (2 <= d)%nat -> 0 < t ->
  let gap := t * ln (sum d (fun i => exp (x i / t))) - largest d x in
  0 < gap <= t * ln (INR d) /\
  (gap = t * ln (INR d) <-> forall i j, (i < d)%nat -> (j < d)%nat -> x i = x j).
Proof.
  intros Hd Ht gap. pose proof (LogSumExp.lse_gap d t x Hd Ht) as H. unfold lse in H.
  rewrite (sum_ext d _ (fun i => exp (x i / t))) in H by (intros; unfold scale, Rdiv; f_equal; ring). exact H.
Qed.

(** eps*_d <= ln d - (ln 2 - 1/2) for every d >= 2. At temperature t, with y_k a largest entry, r = t LSE of
    the other y_i/t and tau = (y_k - r)/t, the smoothing is t LSE(y/t) - t(ln 2 - 1/2) for tau <= 0, y_k +
    t/8 (2 - tau)^2 for 0 <= tau <= 2, and y_k, exactly the maximum, for tau >= 2. *)
Theorem universal_upper d : (2 <= d)%nat ->
  (exists f, smoothing d (ln (INR d) - (ln 2 - 1 / 2)) f) /\
  forall t, 0 < t -> exists f : vec -> R, estimate d (1 / t) 0 (t * (ln (INR d) - (ln 2 - 1 / 2))) f /\
    forall y k, (k < d)%nat -> largest d y = y k ->
      let r := t * ln (sum d (fun i => if Nat.eqb i k then 0 else exp (y i / t))) in
      let tau := (y k - r) / t in
      (tau <= 0 -> f y = t * ln (sum d (fun i => exp (y i / t))) - t * (ln 2 - 1 / 2)) /\
      (0 <= tau <= 2 -> f y = y k + t / 8 * (2 - tau) ^ 2) /\
      (2 <= tau -> f y = y k).
Proof.
  intros Hd. pose proof (universal_smoothing_gap d Hd) as H. split; [eexists; exact H|].
  intros t Ht. exists (rescale t (universal_smoothing d)). split.
  - rewrite <- (Rmult_0_r t). apply rescale_estimate; [exact Ht|]. now apply smoothing_estimate.
  - intros y k Hk Ek r tau. set (z := scale (/ t) y).
    assert (Hi : 0 < / t) by now apply Rinv_0_lt_compat.
    assert (Ez : largest d z = z k)
      by (unfold z; rewrite LogSumExp.largest_scale, Ek by lra; reflexivity).
    assert (Er : lse_others d k z = r / t).
    { transitivity (ln (sum d (fun i => if Nat.eqb i k then 0 else exp (y i / t)))); [|unfold r; field; lra].
      unfold lse_others, others, z, scale. f_equal. apply sum_ext. intros i _. unfold Rdiv.
      now rewrite (Rmult_comm (/ t)). }
    assert (Et : z k - lse_others d k z = tau) by (rewrite Er; unfold tau, z, scale; field; lra).
    assert (Yk : t * z k = y k) by (unfold z, scale; field; lra).
    assert (El : lse d z = ln (sum d (fun i => exp (y i / t)))).
    { unfold lse. f_equal. apply sum_ext. intros i _. unfold z, scale, Rdiv. f_equal. ring. }
    unfold rescale. fold z. unfold universal_smoothing. rewrite (rest_leader d z k Hk Ez), Ez, Et.
    split; [|split].
    + intros H0. destruct (Rle_dec tau 0); [rewrite El; ring|lra].
    + intros H0. destruct (Rle_dec tau 0) as [N|N].
      * (* tau = 0: the two pieces meet *)
        assert (T0 : tau = 0) by lra. rewrite T0 in *.
        assert (E : lse d z = z k + ln 2).
        { unfold lse. rewrite (exp_split d z Hd k Hk). replace (lse_others d k z) with (z k) by lra.
          replace (exp (z k) + exp (z k)) with (exp (z k) * 2) by ring.
          rewrite ln_mult, ln_exp by (lra || apply exp_pos). reflexivity. }
        rewrite E, <- Yk. field.
      * destruct (Rle_dec tau 2); [|lra]. rewrite <- Yk. field.
    + intros H0. destruct (Rle_dec tau 0); [lra|]. destruct (Rle_dec tau 2); [|exact Yk].
      replace tau with 2 by lra. rewrite <- Yk. field.
Qed.

(** eps*_d >= ln d - (ln 3 - 23/27) + 1/(6 d^2) for every d >= 2, where ln 3 - 23/27 = 0.24676... *)
Theorem universal_lower :
  (forall d, (2 <= d)%nat -> forall eps f, smoothing d eps f ->
    ln (INR d) - (ln 3 - 23 / 27) + 1 / (6 * INR d ^ 2) <= eps) /\
  0.24676 <= ln 3 - 23 / 27 < 0.24677.
Proof.
  split; [intros d Hd eps f; now apply UniversalLower.universal_lower|].
  pose proof Constants.ln_3_bounds. lra.
Qed.

(** If f is an eps-smoothing and t > 0, then f_t(x) = t f(x/t) is convex and 1/t-smooth with
    max <= f_t <= max + t eps. Hence the least gap of an L-smooth over-estimate is eps*_d / L. *)
Theorem scaling d : (2 <= d)%nat ->
  (forall f eps t, smoothing d eps f -> 0 < t -> let ft x := t * f (scale (/ t) x) in
    convex d ft /\ smooth_by d (1 / t) ft /\ forall x, largest d x <= ft x <= largest d x + t * eps) /\
  forall eps L, optimum d eps -> 0 < L ->
    (exists f, estimate d L 0 (eps / L) f) /\ forall b f, estimate d L 0 b f -> eps / L <= b.
Proof.
  intros _. split.
  - intros f eps t Hf Ht ft. apply smoothing_estimate, (rescale_estimate d t) in Hf; [|exact Ht].
    destruct Hf as (C & S & B). split; [exact C|split; [exact S|]]. intros x. specialize (B x).
    rewrite Rmult_0_r, Rplus_0_r in B. exact B.
  - intros eps L O HL. destruct (optimum_scales d eps L HL O) as [A B]. split; [exact A|].
    intros b f E. specialize (B 0 b f E). lra.
Qed.
