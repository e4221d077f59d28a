(** The central limit theorem by Lindeberg's replacement of one summand after the other, for smooth test functions. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Vectors MeanValue NormalSmoothing.
Open Scope R_scope.

(** Given the sum of those before it, each summand has the mean 0 and the variance c, so independent summands do; the
    means of |X_n|^3 are at most M. *)
Definition centred_given_sum {W} (Q : mean_value W) (X : nat -> W -> R) (c M : R) : Prop :=
  forall n, (integrable Q (fun w => Rabs (X n w) ^ 3) /\ mean Q (fun w => Rabs (X n w) ^ 3) <= M) /\
    forall L g, lipschitz_by L g -> let past := fun w => g (sum n (fun k => X k w)) in
      integrable Q past /\
      (integrable Q (fun w => past w * X n w) /\ mean Q (fun w => past w * X n w) = 0) /\
      integrable Q (fun w => past w * X n w ^ 2) /\ mean Q (fun w => past w * X n w ^ 2) = c * mean Q past.

(** A mean keeps bounds. *)
Lemma mean_abs {W} (Q : mean_value W) X Y : integrable Q X -> integrable Q Y -> (forall w, Rabs (X w) <= Y w) ->
  Rabs (mean Q X) <= mean Q Y.
Proof.
  intros IX IY H. apply Rabs_le. split.
  - enough (-1 * mean Q Y <= mean Q X) by lra. rewrite <- mean_scale by exact IY.
    apply (mean_monotone _ Q); [now apply integrable_scale|exact IX|]. intros w. specialize (H w).
    apply Rabs_le_between in H. lra.
  - apply (mean_monotone _ Q); [exact IX|exact IY|]. intros w. eapply Rle_trans; [apply Rle_abs|apply H].
Qed.

Section Replacement.
Context {W : Type} (Q : mean_value W) (X : nat -> W -> R) (c M : R).
Hypothesis HX : centred_given_sum Q X c M.
Hypothesis Hc : 0 <= c.
Variable G : (R -> R) -> R.
Hypothesis HG : normal_functional G.
Variables (K : R) (f f1 f2 : R -> R).
Hypothesis T : test_function K f f1 f2.

(** The partial sums from s on, with the factor a. *)
Let from (s a : R) (n : nat) (w : W) : R := s + a * sum n (fun k => X k w).

(** What is known of a Lipschitz function of one. *)
Lemma of_partial_sum L g s a n : lipschitz_by L g -> let past := fun w => g (from s a n w) in
  integrable Q past /\
  (integrable Q (fun w => past w * X n w) /\ mean Q (fun w => past w * X n w) = 0) /\
  integrable Q (fun w => past w * X n w ^ 2) /\ mean Q (fun w => past w * X n w ^ 2) = c * mean Q past.
Proof. intros H. apply (proj2 (HX n) (L * Rabs a) (fun r => g (s + a * r))). now apply lipschitz_affine. Qed.

(** One summand costs K a^3 (M + c^(3/2)). *)
Lemma replace_one s a n t t' : 0 <= a -> 0 <= t <= t' -> t' ^ 2 - t ^ 2 = a ^ 2 * c ->
  Rabs (mean Q (fun w => smoothed G f t (from s a (S n) w)) - mean Q (fun w => smoothed G f t' (from s a n w)))
    <= K * a ^ 3 * (M + c * sqrt c).
Proof.
  intros Ha Ht Et. destruct (test_lipschitz _ _ _ _ T) as (PK & L0 & L1 & L2).
  pose proof (smoothed_lipschitz G HG K f t L0) as S0. pose proof (smoothed_lipschitz G HG K f1 t L1) as S1.
  pose proof (smoothed_lipschitz G HG K f2 t L2) as S2. pose proof (smoothed_lipschitz G HG K f t' L0) as S3.
  destruct (of_partial_sum K _ s a (S n) S0) as (I0 & _).
  destruct (of_partial_sum K _ s a n S0) as (J0 & _).
  destruct (of_partial_sum K _ s a n S1) as (_ & (J1 & E1) & _).
  destruct (of_partial_sum K _ s a n S2) as (J2 & _ & J3 & E3).
  destruct (of_partial_sum K _ s a n S3) as (J4 & _).
  destruct (proj1 (HX n)) as (I3 & M3). cbv zeta in *.
  set (u0 := fun w => smoothed G f t (from s a (S n) w)) in *. set (u := fun w => smoothed G f t (from s a n w)) in *.
  set (u1 := fun w => smoothed G f1 t (from s a n w) * X n w) in *.
  set (u2 := fun w => smoothed G f2 t (from s a n w)) in *.
  set (u3 := fun w => smoothed G f2 t (from s a n w) * X n w ^ 2) in *.
  set (u4 := fun w => smoothed G f t' (from s a n w)) in *.
  assert (A : Rabs (mean Q u0 - mean Q u - a ^ 2 / 2 * c * mean Q u2) <= K * a ^ 3 * M).
  { replace (mean Q u0 - mean Q u - a ^ 2 / 2 * c * mean Q u2)
      with (mean Q (fun w => 1 * (1 * u0 w + -1 * u w) + 1 * (- a * u1 w + - (a ^ 2 / 2) * u3 w))).
    - apply Rle_trans with (mean Q (fun w => K * a ^ 3 * Rabs (X n w) ^ 3)).
      + apply mean_abs; [repeat apply integrable_linear; assumption|now apply integrable_scale|]. intros w.
        pose proof (smoothed_taylor G HG K f f1 f2 T t (from s a n w) (a * X n w)) as B.
        rewrite Rabs_mult, (Rabs_pos_eq a Ha), (Rpow_mult_distr a (Rabs (X n w)) 3), <- (Rmult_assoc K) in B.
        replace (from s a n w + a * X n w) with (from s a (S n) w) in B by (unfold from; simpl; ring).
        eapply Rle_trans; [|exact B]. right. f_equal. unfold u0, u, u1, u3. field.
      + rewrite mean_scale by exact I3. apply Rmult_le_compat_l; [|exact M3].
        apply Rmult_le_pos; [exact PK|now apply pow_le].
    - rewrite !mean_of_linear by (repeat apply integrable_linear; assumption). rewrite E1, E3. unfold u2. field. }
  assert (B : Rabs (mean Q u4 - mean Q u - a ^ 2 / 2 * c * mean Q u2) <= K * a ^ 3 * (c * sqrt c)).
  { replace (mean Q u4 - mean Q u - a ^ 2 / 2 * c * mean Q u2)
      with (mean Q (fun w => 1 * (1 * u4 w + -1 * u w) + - (a ^ 2 / 2 * c) * u2 w)).
    - rewrite <- (mean_const Q (K * a ^ 3 * (c * sqrt c))).
      apply mean_abs; [repeat apply integrable_linear; assumption|apply integrable_const|]. intros w.
      pose proof (smoothed_more G HG K f f1 f2 T t t' (from s a n w) _ Ht Et) as B.
      assert (Root : sqrt (a ^ 2 * c) = a * sqrt c)
        by (rewrite sqrt_mult_alt by apply pow2_ge_0; now rewrite sqrt_pow2).
      rewrite Root in B. replace (a ^ 2 * c * (a * sqrt c)) with (a ^ 3 * (c * sqrt c)) in B by ring.
      rewrite <- (Rmult_assoc K) in B. eapply Rle_trans; [|exact B]. right. f_equal. unfold u4, u, u2. field.
    - rewrite !mean_of_linear by (repeat apply integrable_linear; assumption). unfold u2. field. }
  replace (mean Q u0 - mean Q u4)
    with ((mean Q u0 - mean Q u - a ^ 2 / 2 * c * mean Q u2) - (mean Q u4 - mean Q u - a ^ 2 / 2 * c * mean Q u2))
    by ring.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. lra.
Qed.

(** All n of them, one after the other. *)
Lemma replace_all s a n : 0 <= a -> integrable Q (fun w => f (from s a n w)) /\
  Rabs (mean Q (fun w => f (from s a n w)) - smoothed G f (a * sqrt (INR n * c)) s)
    <= INR n * (K * a ^ 3 * (M + c * sqrt c)).
Proof.
  intros Ha. destruct (test_lipschitz _ _ _ _ T) as (PK & L0 & L1 & L2).
  split; [apply (of_partial_sum K f s a n L0)|].
  assert (All : forall k m, Rabs (mean Q (fun w => smoothed G f (a * sqrt (INR m * c)) (from s a k w)) -
    smoothed G f (a * sqrt (INR (m + k) * c)) s) <= INR k * (K * a ^ 3 * (M + c * sqrt c))).
  { induction k as [|k IH]; intros m.
    - rewrite (mean_ext Q _ (fun _ => smoothed G f (a * sqrt (INR m * c)) s)), mean_const, Nat.add_0_r
        by (intros w; f_equal; unfold from; simpl; ring). rewrite Rminus_eq_0, Rabs_R0. simpl. lra.
    - specialize (IH (S m)). replace (S m + k)%nat with (m + S k)%nat in IH by lia. pose proof (pos_INR m) as Pm.
      pose proof (replace_one s a k (a * sqrt (INR m * c)) (a * sqrt (INR (S m) * c)) Ha) as One.
      assert (Pos : 0 <= INR m * c) by now apply Rmult_le_pos.
      assert (Pos' : INR m * c <= INR (S m) * c) by (rewrite S_INR; nra).
      specialize (One (conj (Rmult_le_pos _ _ Ha (sqrt_pos _)) (Rmult_le_compat_l _ _ _ Ha (sqrt_le_1_alt _ _ Pos')))).
      rewrite !Rpow_mult_distr, !pow2_sqrt in One by lra. rewrite S_INR in One at 1. specialize (One ltac:(ring)).
      set (e1 := mean Q (fun w => smoothed G f (a * sqrt (INR m * c)) (from s a (S k) w))) in *.
      set (e2 := mean Q (fun w => smoothed G f (a * sqrt (INR (S m) * c)) (from s a k w))) in *.
      set (e3 := smoothed G f (a * sqrt (INR (m + S k) * c)) s) in *.
      replace (e1 - e3) with ((e1 - e2) + (e2 - e3)) by ring. eapply Rle_trans; [apply Rabs_triang|].
      rewrite (S_INR k). lra. }
  specialize (All n 0%nat). rewrite (mean_ext Q _ (fun w => f (from s a n w))) in All; [exact All|].
  intros w. simpl INR. rewrite Rmult_0_l, sqrt_0, Rmult_0_r. now apply smoothed_0.
Qed.
End Replacement.

(** The central limit theorem, with its error: E f(n^(-1/2) (X_1 + ... + X_n)) is E f(c^(1/2) Z) up to
    K (M + c^(3/2)) n^(-1/2). *)
Theorem central_limit {W} (Q : mean_value W) X c M G K f f1 f2 n : normal_functional G -> test_function K f f1 f2 ->
  centred_given_sum Q X c M -> 0 <= c -> (1 <= n)%nat ->
  integrable Q (fun w => f (/ sqrt (INR n) * sum n (fun k => X k w))) /\
  Rabs (mean Q (fun w => f (/ sqrt (INR n) * sum n (fun k => X k w))) - G (fun z => f (sqrt c * z)))
    <= K * (M + c * sqrt c) / sqrt (INR n).
Proof.
  intros HG T HX Hc Hn. assert (Pn : 0 < INR n) by (apply lt_0_INR; lia). pose proof (sqrt_lt_R0 _ Pn) as Pr.
  pose proof (Rinv_0_lt_compat _ Pr) as Pi.
  destruct (replace_all Q X c M HX Hc G HG K f f1 f2 T 0 (/ sqrt (INR n)) n ltac:(lra)) as [I B].
  assert (E : (fun w => f (0 + / sqrt (INR n) * sum n (fun k => X k w))) =
    fun w => f (/ sqrt (INR n) * sum n (fun k => X k w)))
    by (apply functional_extensionality; intros w; f_equal; ring).
  rewrite E in I, B. split; [exact I|]. unfold smoothed in B.
  rewrite (functional_ext G _ (fun z => f (sqrt c * z))) in B.
  - eapply Rle_trans; [exact B|]. right. set (r := sqrt (INR n)) in *.
    replace (INR n) with (r * r) by (apply sqrt_sqrt; lra). field. lra.
  - intros z. f_equal. rewrite sqrt_mult_alt by lra. field. lra.
Qed.
