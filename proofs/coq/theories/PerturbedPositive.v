(** Noise with a smooth density: the second derivative is positive in each direction in which the points differ, and a
    point that alone is best for some scores has a positive probability for all. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require SemicontinuousMaximum.
From TightMax Require Import Vectors Smoothing Conjugate Gradients MeanValue PerturbedMaximum.
From TightMax Require Import VolumeIntegral Translation SmoothNoise PerturbedDerivatives PerturbedCurvature.
Open Scope R_scope.

(** Sums of derivatives. *)
Lemma sum_of_derivatives d (f : nat -> R -> R) (l : nat -> R) t : (forall i, (i < d)%nat -> derivable_pt_lim (f i) t (l i)) ->
  derivable_pt_lim (fun s => sum d (fun i => f i s)) t (sum d l).
Proof.
  induction d as [|d IH]; intros H; cbn [sum]; [apply derivable_pt_lim_const|].
  apply (derivable_pt_lim_plus (fun s => sum d (fun i => f i s)) (f d)); [apply IH; intros; apply H; lia|apply H; lia].
Qed.

(** ** The margin of a point *)

(** Whether the first d entries agree. *)
Fixpoint agree (d : nat) (x z : vec) : bool :=
  match d with
  | O => true
  | S k => if Req_EM_T (x k) (z k) then agree k x z else false
  end.

Lemma agree_iff d x z : agree d x z = true <-> forall i, (i < d)%nat -> x i = z i.
Proof.
  induction d as [|d IH]; cbn; [split; [intros; lia|reflexivity]|].
  destruct (Req_EM_T (x d) (z d)) as [E|E].
  - rewrite IH. split; intros H i Hi; [|apply H; lia]. destruct (Nat.eq_dec i d) as [->|]; [exact E|apply H; lia].
  - split; [discriminate|]. intros H. contradiction (E (H d ltac:(lia))).
Qed.

(** Positive where no other point than y_j is best. *)
Definition margin (d N : nat) (y : nat -> vec) (j : nat) (x : vec) : R :=
  dot d (y j) x - largest N (fun k => if agree d (y k) (y j) then dot d (y j) x - 1 else dot d (y k) x).

Section Margin.
Variables (d N : nat) (y : nat -> vec) (j : nat).
Hypothesis HN : (1 <= N)%nat.

Lemma margin_ext x z : (forall i, (i < d)%nat -> x i = z i) -> margin d N y j x = margin d N y j z.
Proof.
  intros H. assert (D : forall a, dot d a x = dot d a z) by (intros a; now apply dot_ext).
  unfold margin. rewrite D. f_equal. apply largest_ext. intros k _. now rewrite D.
Qed.

Lemma margin_best x k : 0 < margin d N y j x -> (j < N)%nat -> is_best d N y x k -> agree d (y k) (y j) = true.
Proof.
  intros M Hj [Hk E]. destruct (agree d (y k) (y j)) eqn:A; [reflexivity|]. exfalso. unfold margin in M.
  pose proof (largest_entry N (fun k => if agree d (y k) (y j) then dot d (y j) x - 1 else dot d (y k) x) k Hk) as L.
  cbv beta in L. rewrite A in L. pose proof (value_above d N y j x Hj). lra.
Qed.

Lemma margin_integrable {W} (P : mean_value W) (Z : W -> vec) eps theta :
  (forall i, (i < d)%nat -> integrable P (fun w => Z w i)) ->
  integrable P (fun w => margin d N y j (noisy eps theta (Z w))).
Proof.
  intros HZ. apply integrable_minus; [apply (noisy_score P d Z HZ)|].
  apply (integrable_largest P N (fun k w => if agree d (y k) (y j) then dot d (y j) (noisy eps theta (Z w)) - 1
    else dot d (y k) (noisy eps theta (Z w))) HN). intros k _. destruct (agree d (y k) (y j)).
  - apply integrable_minus; [apply (noisy_score P d Z HZ)|apply integrable_const].
  - apply (noisy_score P d Z HZ).
Qed.

(** Far out in a direction in which y_j alone is best. *)
Lemma margin_far u x : (forall k, (k < N)%nat -> agree d (y k) (y j) = true \/ dot d (y k) u < dot d (y j) u) ->
  exists K, forall t, K <= t -> 0 < margin d N y j (add x (scale t u)).
Proof.
  intros H. set (gap := fun k => dot d (y j) u - dot d (y k) u). set (B := sum N (fun k => Rabs (dot d (y j) x - dot d (y k) x))).
  destruct (SemicontinuousMaximum.positive_entries_bound gap N) as (m & Hm & L). assert (PB : 0 <= B).
  { apply sum_nonneg. intros; apply Rabs_pos. }
  exists ((B + 1) / m). intros t Ht. assert (Pt : 0 <= t).
  { eapply Rle_trans; [|exact Ht]. apply Rle_mult_inv_pos; lra. }
  assert (Mt : B + 1 <= t * m).
  { apply (Rmult_le_compat_r m) in Ht; [|lra]. unfold Rdiv in Ht. rewrite Rmult_assoc, Rinv_l in Ht; lra. }
  unfold margin. destruct (largest_attained N (fun k => if agree d (y k) (y j) then dot d (y j) (add x (scale t u)) - 1
    else dot d (y k) (add x (scale t u))) HN) as (k & Hk & ->).
  destruct (agree d (y k) (y j)) eqn:A; [lra|]. destruct (H k Hk) as [C|C]; [congruence|].
  rewrite !dot_add_r, !dot_scale_r. specialize (L k Hk ltac:(unfold gap; lra)). unfold gap in L.
  pose proof (sum_term_le N (fun k => Rabs (dot d (y j) x - dot d (y k) x)) k (fun i _ => Rabs_pos _) Hk) as S.
  fold B in S. cbv beta in S. pose proof (Rle_abs (- (dot d (y j) x - dot d (y k) x))) as R. rewrite Rabs_Ropp in R.
  apply (Rmult_le_compat_l t) in L; [|exact Pt]. lra.
Qed.
End Margin.

Section Positive.
Context {d : nat} (V : volume d).
Variables (N : nat) (y : nat -> vec) (nu : vec -> R) (score : vec -> vec) (eps : R).
Hypothesis HN : (1 <= N)%nat.
Hypothesis He : 0 < eps.
Hypothesis Grad : has_gradient d nu score.
Hypothesis Cont : forall i, (i < d)%nat -> continuous_field d (fun z => score z i).
Hypothesis Sp : summable V (fun z => exp (- nu z)).
Hypothesis Mp : integral V (fun z => exp (- nu z)) = 1.
Hypothesis Sz : forall i, (i < d)%nat -> summable V (fun z => z i * exp (- nu z)).
Hypothesis Sq : forall i, (i < d)%nat -> summable V (fun z => score z i * exp (- nu z)).

Let p (z : vec) : R := exp (- nu z).

(** ** The second derivative *)

(** <J v, v>. *)
Definition curvature (theta v : vec) : R := dot d (fun i => dot d (jacobian V N y nu score eps theta i) v) v.

Lemma mean_along_derivative theta v :
  derivable_pt_lim (fun t => dot d (first_mean V N y nu eps (add theta (scale t v))) v) 0 (curvature theta v).
Proof.
  unfold curvature, dot at 1 2.
  apply (sum_of_derivatives d (fun i t => first_mean V N y nu eps (add theta (scale t v)) i * v i)). intros i _.
  replace (dot d (jacobian V N y nu score eps theta i) v * v i)
    with (dot d (jacobian V N y nu score eps theta i) v * v i + first_mean V N y nu eps (add theta (scale 0 v)) i * 0)
    by ring.
  apply (derivable_pt_lim_mult (fun t => first_mean V N y nu eps (add theta (scale t v)) i) (fun _ => v i));
    [|apply derivable_pt_lim_const].
  apply (gradient_slope d (fun theta => first_mean V N y nu eps theta i)).
  exact (first_mean_gradient V N y nu score eps HN He Grad Cont Sp Mp Sz Sq i theta).
Qed.

Lemma curvature_positive theta v j k : (j < N)%nat -> (k < N)%nat -> dot d (y j) v < dot d (y k) v ->
  0 < curvature theta v.
Proof.
  intros Hj Hk L.
  destruct (mean_rises V N y nu eps HN He Sp Mp Sz theta v j k Hj Hk L) as (n & Hn). set (T0 := INR (S n)) in *.
  assert (P0 : 0 < T0) by (apply lt_0_INR; lia).
  set (w := within d v) in *. set (A := pairing (d := d) N y eps theta v) in *. change (0 < integral V (fun z => (A T0 z - A (- T0) z) * p z)) in Hn.
  assert (Sd : forall s t f, summable V f -> summable V (fun z => (A t z - A s z) * f z)).
  { intros s t f F. apply (summable_ext V (fun z => A t z * f z - A s z * f z)); [intros; ring|].
    apply summable_minus; now apply (pairing_factor V N y nu eps HN Sp Mp Sz). }
  pose proof (along_space (d := d) v T0) as Hw. fold w in Hw.
  destruct (integral_shift _ V p _ Hw Sp) as [Sf _].
  destruct (integral_shift _ V _ _ Hw (Sd (- T0) T0 p Sp)) as [_ E].
  rewrite (integral_ext V _ (fun z => (A (T0 + T0) z - A 0 z) * p (add z (scale T0 w)))) in E.
  2: { intros z. unfold A, w. rewrite !(pairing_shift N y eps theta v). now replace (- T0 + T0) with 0 by ring. }
  cbv beta in E, Sf. set (T := T0 + T0) in *. assert (HT : 0 < T) by (unfold T; lra).
  set (low := lowest (d := d) nu v T).
  pose proof (lowest_summable V nu Sp v T) as Sl. fold low in Sl.
  set (C := integral V (fun z => (A T z - A 0 z) * low z)).
  assert (PC : 0 < C).
  { apply Rnot_le_lt. intros Z. assert (B := integral_null V (fun z => A T z - A 0 z) (fun z => p (add z (scale T0 w))) low).
    assert (B' : integral V (fun z => (A T z - A 0 z) * p (add z (scale T0 w))) <= 0); [|lra]. apply B.
    - intros z. pose proof (pairing_rises (d := d) N y eps HN He theta v 0 T z ltac:(lra)) as M. fold A in M. lra.
    - intros z. exact (lowest_positive N nu score HN Grad v T HT z).
    - now apply Sd.
    - now apply Sd.
    - exact Z. }
  set (g := fun t => dot d (first_mean V N y nu eps (add theta (scale t v))) v).
  assert (Parts : forall m, C <= INR (S m) * (g (eps * (T / INR (S m))) - g 0)).
  { intros m. eapply Rle_trans; [apply (rise_by_parts V N y nu eps HN He Sp Mp Sz theta v T HT m)|]. right. f_equal.
    fold A. rewrite (integral_ext V _ (fun z => A (T / INR (S m)) z * p z - A 0 z * p z)) by (intros; unfold p; ring).
    rewrite integral_minus by (apply (pairing_factor V N y nu eps HN Sp Mp Sz); exact Sp).
    unfold A, p. rewrite !(pairing_mean V N y nu eps HN Sp Mp Sz theta v). unfold g. now rewrite Rmult_0_r. }
  apply Rnot_le_lt. intros Q. assert (PeT : 0 < eps * T) by now apply Rmult_lt_0_compat.
  destruct (mean_along_derivative theta v (C / (2 * (eps * T)))) as (delta & D); [apply Rdiv_lt_0_compat; lra|].
  destruct (archimed_cor1 (delta / (eps * T))) as (m & Hm & Pm); [apply Rdiv_lt_0_compat; [apply cond_pos|exact PeT]|].
  destruct m as [|m]; [lia|]. assert (PS : 0 < INR (S m)) by (apply lt_0_INR; lia). specialize (Parts m).
  set (h := eps * (T / INR (S m))) in *.
  assert (Ph : 0 < h) by (unfold h; apply Rmult_lt_0_compat; [exact He|now apply Rdiv_lt_0_compat]).
  assert (Eh : INR (S m) * h = eps * T) by (unfold h; field; lra).
  assert (Sh : h < delta).
  { apply (Rmult_lt_compat_l (eps * T)) in Hm; [|exact PeT].
    replace (eps * T * (delta / (eps * T))) with (pos delta) in Hm by (field; lra).
    replace h with (eps * T * / INR (S m)) by (unfold h; field; lra). exact Hm. }
  specialize (D h ltac:(lra) ltac:(rewrite Rabs_right; lra)). rewrite Rplus_0_l in D.
  change (Rabs ((g h - g 0) / h - curvature theta v) < C / (2 * (eps * T))) in D.
  apply Rabs_def2 in D. destruct D as [D _].
  assert (D' : (g h - g 0) / h < C / (2 * (eps * T))) by lra.
  apply (Rmult_lt_compat_r h) in D'; [|exact Ph]. unfold Rdiv at 1 in D'. rewrite Rmult_assoc, Rinv_l, Rmult_1_r in D' by lra.
  apply (Rmult_lt_compat_l (INR (S m))) in D'; [|exact PS].
  replace (INR (S m) * (C / (2 * (eps * T)) * h)) with (C / (2 * (eps * T)) * (INR (S m) * h)) in D' by ring.
  rewrite Eh in D'. replace (C / (2 * (eps * T)) * (eps * T)) with (C / 2) in D' by (field; split; lra). lra.
Qed.

(** ** Probabilities *)

(** The event that y_j alone is best, for the scores theta. *)
Definition alone (theta : vec) (j : nat) (z : vec) : R :=
  if Rlt_dec 0 (margin d N y j (noisy eps theta z)) then 1 else 0.

Lemma alone_summable theta j : summable V (fun z => alone theta j z * p z).
Proof.
  exact (integrable_positive (density_law V p (fun z => exp_pos (- nu z)) Sp Mp) _
    (margin_integrable d N y j HN (density_law V p (fun z => exp_pos (- nu z)) Sp Mp) (fun z => z) eps theta Sz)).
Qed.

Lemma alone_positive theta j u :
  (forall k, (k < N)%nat -> agree d (y k) (y j) = true \/ dot d (y k) u < dot d (y j) u) ->
  0 < integral V (fun z => alone theta j z * p z).
Proof.
  intros H. apply Rnot_le_lt. intros Z. set (w := within d u).
  assert (Hw : forall t, in_space d (scale t w)) by (intros t; apply in_space_scale, within_space).
  assert (A01 : forall z, alone theta j z = 0 \/ alone theta j z = 1)
    by (intros z; unfold alone; destruct (Rlt_dec _ _); [now right|now left]).
  assert (HA : factor V 1 (alone theta j)).
  { split.
    - intros z. destruct (A01 z) as [-> | ->]; rewrite ?Rabs_R0, ?Rabs_R1; lra.
    - intros f F. apply (summable_event V _ p); [exact A01|intros; apply exp_pos|apply alone_summable|exact F]. }
  destruct (integral_fatou V (fun n z => alone theta j (add z (scale (INR n) w)) * p z) p 0) as [_ B].
  - intros n. now apply (factor_shift V 1).
  - intros n z. apply Rmult_le_pos; [|left; apply exp_pos]. destruct (A01 (add z (scale (INR n) w))) as [-> | ->]; lra.
  - intros z. destruct (margin_far d N y j HN u (noisy eps theta z) H) as (K & HK).
    destruct (multiple_above eps K He) as (n0 & Hn0). apply (eventually_cv _ _ n0). intros n Hn. specialize (Hn0 n Hn).
    unfold alone. destruct (Rlt_dec _ _) as [_|Not]; [ring|]. contradiction Not.
    rewrite (margin_ext d N y j _ (add (noisy eps theta z) (scale (INR n * eps) u))); [now apply HK|].
    intros i Hi. unfold noisy, add, scale, w. rewrite within_entry by exact Hi. ring.
  - intros n. exists n. split; [lia|]. rewrite (proj2 (factor_shift V 1 _ p _ (Hw (INR n)) HA Sp)).
    pose proof (in_space_scale d (-1) _ (Hw (INR n))) as Hw'.
    apply (integral_null V (alone theta j) _ p); [|intros; apply exp_pos| |apply alone_summable|exact Z].
    + intros z. destruct (A01 z) as [-> | ->]; lra.
    + apply (proj2 HA). now apply (integral_shift _ V p).
  - unfold p in B. rewrite Mp in B. lra.
Qed.
End Positive.
