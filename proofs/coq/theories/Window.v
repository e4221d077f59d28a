(** By how much LogSumExp misses the best smoothing of the maximum: by ln d - eps*_d, which for every d >= 2
    lies between 0.1931 and 0.2468. So eps*_d / ln d tends to 1; it is at least kappa exactly for d >= 4. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing SmallDimensions LogSumExp.
From TightMax Require Import UniversalUpper UniversalLower Constants.
From TightMax Require Entropy.
Open Scope R_scope.

Lemma INR_at_least d k : (k <= d)%nat -> INR k <= INR d.
Proof. apply le_INR. Qed.

Lemma INR_unbounded x : exists n, x < INR n.
Proof.
  exists (Z.to_nat (up x)). rewrite INR_IZR_INZ. destruct (archimed x) as [U _].
  eapply Rlt_le_trans; [exact U|]. apply IZR_le. lia.
Qed.

Lemma INR_2 : INR 2 = 2.
Proof. simpl. ring. Qed.

(** ** The window *)

Lemma window_ends d e : (2 <= d)%nat -> optimum d e ->
  ln 2 - 1 / 2 <= ln (INR d) - e <= ln 3 - 23 / 27 - 1 / (6 * INR d ^ 2).
Proof.
  intros Hd [[f Hf] H]. destruct (universal_upper d Hd) as [g Hg].
  pose proof (H _ g Hg). pose proof (universal_lower d e f Hd Hf). lra.
Qed.

(** The overshoot of LogSumExp is ln d exactly. *)
Lemma lse_overshoot d : (1 <= d)%nat ->
  is_lub (fun r => exists x, r = lse d x - largest d x) (ln (INR d)).
Proof.
  intros Hd. split.
  - intros r [x ->]. pose proof (lse_upper d x Hd). lra.
  - intros b Hb. apply Hb. exists zero.
    enough (lse d zero = largest d zero + ln (INR d)) by lra.
    apply (lse_tie d zero Hd). intros i Hi. destruct (largest_attained d zero Hd) as [j [_ ->]]. reflexivity.
Qed.

(** For every d >= 2: ln 2 - 1/2 <= ln d - eps*_d <= ln 3 - 23/27 - 1/(6 d^2). The overshoot of LogSumExp is
    ln d: it exceeds the best possible by more than 0.1931 and less than 0.2468. The window is narrower than
    0.0537, and its lower end is attained at d = 2. *)
Theorem window :
  (forall d e, (2 <= d)%nat -> optimum d e ->
    ln 2 - 1 / 2 <= ln (INR d) - e <= ln 3 - 23 / 27 - 1 / (6 * INR d ^ 2)) /\
  (forall d e, (2 <= d)%nat -> optimum d e ->
    is_lub (fun r => exists x, r = lse d x - largest d x) (ln (INR d)) /\
    0.1931 < ln (INR d) - e < 0.2468) /\
  (forall d, (2 <= d)%nat -> (ln 3 - 23 / 27 - 1 / (6 * INR d ^ 2)) - (ln 2 - 1 / 2) < 0.0537) /\
  (exists e, optimum 2 e /\ ln (INR 2) - e = ln 2 - 1 / 2).
Proof.
  pose proof saved_bounds. pose proof lost_bounds. pose proof window_width as [E W].
  assert (P : forall d, (2 <= d)%nat -> 0 < 1 / (6 * INR d ^ 2)).
  { intros d Hd. apply Rdiv_lt_0_compat; [lra|]. apply Rmult_lt_0_compat; [lra|]. apply pow_lt.
    apply lt_0_INR. lia. }
  split; [exact window_ends|]. split; [|split].
  - intros d e Hd He. split; [apply lse_overshoot; lia|].
    pose proof (window_ends d e Hd He). specialize (P d Hd). lra.
  - intros d Hd. specialize (P d Hd). lra.
  - exists (1 / 2). split; [exact d2_optimum|]. rewrite INR_2. ring.
Qed.

(** ** To first order LogSumExp is optimal *)

Lemma ln_at_least_ln_2 d : (2 <= d)%nat -> 0.69 < ln 2 <= ln (INR d).
Proof.
  intros Hd. pose proof ln_2_bounds. split; [lra|]. apply Entropy.ln_le_mono; [lra|]. rewrite <- INR_2.
  now apply INR_at_least.
Qed.

Lemma ratio_above d e c : (2 <= d)%nat -> optimum d e -> ln 3 - 23 / 27 <= (1 - c) * ln (INR d) ->
  c < e / ln (INR d).
Proof.
  intros Hd He H. pose proof (window_ends d e Hd He) as [_ W]. pose proof (ln_at_least_ln_2 d Hd) as L.
  assert (0 < 1 / (6 * INR d ^ 2)).
  { apply Rdiv_lt_0_compat; [lra|]. apply Rmult_lt_0_compat; [lra|]. apply pow_lt. apply lt_0_INR. lia. }
  apply (Rmult_lt_reg_r (ln (INR d))); [lra|].
  replace (e / ln (INR d) * ln (INR d)) with e by (field; lra). lra.
Qed.

Lemma ratio_exceeds d e eta : (2 <= d)%nat -> optimum d e -> 0 < eta -> exp (1 / (4 * eta)) <= INR d ->
  1 - eta < e / ln (INR d).
Proof.
  intros Hd He Heta H. apply (ratio_above d e); [exact Hd|exact He|]. pose proof lost_bounds.
  assert (L : 1 / (4 * eta) <= ln (INR d)).
  { rewrite <- (ln_exp (1 / (4 * eta))). apply Entropy.ln_le_mono; [apply exp_pos|exact H]. }
  apply (Rmult_le_compat_l eta) in L; [|lra].
  replace (eta * (1 / (4 * eta))) with (/ 4) in L by (field; lra). lra.
Qed.

(** For every d >= 2: 1 - (ln 3 - 23/27)/ln d < eps*_d / ln d < 1. So eps*_d / ln d tends to 1; the ratio
    exceeds 1 - eta as soon as d >= exp(1/(4 eta)), and 9/10 for d >= 12. *)
Theorem asymptotically_one :
  (forall d e, (2 <= d)%nat -> optimum d e -> 1 - (ln 3 - 23 / 27) / ln (INR d) < e / ln (INR d) < 1) /\
  (forall e : nat -> R, (forall d, (2 <= d)%nat -> optimum d (e d)) ->
    Un_cv (fun d => e d / ln (INR d)) 1) /\
  (forall d e eta, (2 <= d)%nat -> optimum d e -> 0 < eta -> exp (1 / (4 * eta)) <= INR d ->
    1 - eta < e / ln (INR d)) /\
  (forall d e, (12 <= d)%nat -> optimum d e -> 9 / 10 < e / ln (INR d)).
Proof.
  pose proof saved_bounds as HS.
  assert (B : forall d e, (2 <= d)%nat -> optimum d e -> e / ln (INR d) < 1).
  { intros d e Hd He. pose proof (ln_at_least_ln_2 d Hd). pose proof (window_ends d e Hd He).
    apply (Rmult_lt_reg_r (ln (INR d))); [lra|].
    replace (e / ln (INR d) * ln (INR d)) with e by (field; lra). lra. }
  split; [|split; [|split]].
  - intros d e Hd He. split; [|now apply B]. pose proof (ln_at_least_ln_2 d Hd).
    apply (ratio_above d e _ Hd He). right. field. lra.
  - intros e He eta Heta. destruct (INR_unbounded (exp (1 / (4 * eta)))) as [N HN].
    exists (N + 2)%nat. intros d Hd. pose proof (He d ltac:(lia)) as O.
    pose proof (B d (e d) ltac:(lia) O).
    assert (1 - eta < e d / ln (INR d)).
    { apply ratio_exceeds; [lia|exact O|lra|]. pose proof (INR_at_least d N ltac:(lia)). lra. }
    unfold R_dist. apply Rabs_def1; lra.
  - exact ratio_exceeds.
  - intros d e Hd He. apply (ratio_above d e); [lia|exact He|].
    assert (L : ln 12 <= ln (INR d)).
    { apply Entropy.ln_le_mono; [lra|]. replace 12 with (INR 12) by (simpl; ring). now apply INR_at_least. }
    assert (E : ln 12 = 2 * ln 2 + ln 3).
    { replace 12 with (2 * 2 * 3) by ring. rewrite 2 ln_mult; lra. }
    pose proof ln_2_bounds. pose proof ln_3_bounds. pose proof lost_bounds. lra.
Qed.

(** ** The bound kappa ln d *)

(** eps*_d >= kappa ln d for every d >= 4, while eps*_2 = 1/2 < kappa ln 2 and eps*_3 = 8/9 < kappa ln 3. *)
Theorem kappa_from_four :
  (forall d e, (4 <= d)%nat -> optimum d e -> kappa * ln (INR d) <= e) /\
  (optimum 2 (1 / 2) /\ 1 / 2 < kappa * ln 2) /\ (optimum 3 (8 / 9) /\ 8 / 9 < kappa * ln 3).
Proof.
  pose proof kappa_fails_below_four. split; [|split; split; [exact d2_optimum|lra|exact d3_optimum|lra]].
  intros d e Hd He. pose proof (window_ends d e ltac:(lia) He) as [_ W].
  assert (H4 : 4 <= INR d) by (replace 4 with (INR 4) by (simpl; ring); now apply INR_at_least).
  pose proof (Constants.kappa_from_four (INR d) H4) as K.
  replace (/ (6 * INR d ^ 2)) with (1 / (6 * INR d ^ 2)) in K by (unfold Rdiv; ring). lra.
Qed.

(** On the branch w <= -1 the equation w e^w = -1/(2 sqrt e) has only one solution, -m/2. *)
Lemma lambert_root w : w <= -1 -> w * exp w = - 1 / (2 * sqrt (exp 1)) <-> w = - m / 2.
Proof.
  destruct m_lambert as [_ M]. split; [|intros ->; exact M]. intros E.
  assert (S : sqrt (exp 1) = exp (/ 2)).
  { replace (exp 1) with (exp (/ 2) * exp (/ 2)) by (rewrite <- exp_plus; f_equal; lra).
    apply sqrt_square. left. apply exp_pos. }
  assert (X : - 2 * w = exp ((- 2 * w - 1) / 2)).
  { pose proof (exp_pos (/ 2)) as P. rewrite S in E. apply (Rmult_eq_reg_r (exp w * exp (/ 2))).
    - replace (exp ((- 2 * w - 1) / 2) * (exp w * exp (/ 2))) with 1.
      + replace (- 2 * w * (exp w * exp (/ 2))) with (- 2 * (w * exp w) * exp (/ 2)) by ring.
        rewrite E. field. lra.
      + rewrite <- 2 exp_plus. replace ((- 2 * w - 1) / 2 + (w + / 2)) with 0 by field. now rewrite exp_0.
    - pose proof (exp_pos w). apply Rmult_integral_contrapositive_currified; lra. }
  enough (- 2 * w = m) by lra. apply m_unique; [lra|]. rewrite X at 1. apply ln_exp.
Qed.

(** kappa is the maximum of 2(1-r)^2/(-ln r) over 0 < r < 1, attained only at r = 1/m. Here m = -2w where
    w <= -1 is the only such solution of w e^w = -1/(2 sqrt e), the value at -1/(2 sqrt e) of the lower branch
    of Lambert's function; m = 3.51286241725233... is the only root > 1 of ln m = (m-1)/2; and
    kappa = 4(m-1)/m^2 = 0.814528755178... *)
Theorem kappa_constant :
  ((forall r, 0 < r < 1 -> 2 * (1 - r) ^ 2 / - ln r <= kappa) /\
   0 < / m < 1 /\
   (forall r, 0 < r < 1 -> (2 * (1 - r) ^ 2 / - ln r = kappa <-> r = / m))) /\
  (forall w, w <= -1 -> (w * exp w = - 1 / (2 * sqrt (exp 1)) <-> m = - 2 * w)) /\ 2 < m /\
  3.51286241725233 < m < 3.51286241725234 /\
  (forall x, 1 < x -> (ln x = (x - 1) / 2 <-> x = m)) /\
  kappa = 4 * (m - 1) / m ^ 2 /\ 0.814528755178 < kappa < 0.814528755179.
Proof.
  pose proof m_bounds. pose proof kappa_bounds. destruct Constants.kappa_maximum as [A B].
  pose proof inv_m_bounds.
  split; [split; [exact A|split; [lra|exact B]]|].
  split; [intros w Hw; rewrite (lambert_root w Hw); split; lra|].
  split; [lra|]. split; [lra|]. split; [|split; [reflexivity|lra]].
  intros x Hx. split; [now apply m_unique|]. intros ->. exact ln_m.
Qed.
