(** What tends to a normal law by smooth test functions tends to it by distribution functions. *)

From Coq Require Import Reals Lra Lia FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import MeanValue LogSumExp NormalTail GaussianIntegral NormalSmoothing NormalIntegral.
From TightMax Require Import GaussianMaximum.
Open Scope R_scope.

(** The distribution function of the normal law with mean 0 and variance c; for c = 0 that of the number 0. *)
Definition normal_distribution (c x : R) : R :=
  if Rlt_dec 0 c then normal_cdf (x / sqrt c) else if Rlt_dec x 0 then 0 else 1.

(** ** The normal mean of a function that is small on one side *)

Lemma mean_window f l : normal_mean f l -> forall e m, 0 < e -> exists a b, a < - m /\ m < b /\
  exists r, is_RInt (fun z => f z * normal_density z) a b r /\ Rabs (r - l) < e.
Proof.
  intros H e m He. pose (near := fun y => Rabs (y - l) < e).
  assert (L : locally l near) by (exists (mkposreal e He); intros y Hy; exact Hy).
  specialize (H near L). unfold filtermapi in H.
  assert (W : filter_prod (Rbar_locally m_infty) (Rbar_locally p_infty) (fun ab => fst ab < - m /\ m < snd ab)).
  { apply (Filter_prod _ _ _ (fun a => a < - m) (fun b => m < b)); [now exists (- m)|now exists m|]. intros a b Ha Hb.
    now split. }
  destruct (filter_ex _ (filter_and _ _ H W)) as ((a & b) & (r & Hr & Nr) & Ha & Hb). exists a, b. simpl in *.
  split; [exact Ha|]. split; [exact Hb|]. now exists r.
Qed.

Lemma density_mass a b : RInt normal_density a b = normal_cdf b - normal_cdf a.
Proof.
  apply is_RInt_unique, (is_RInt_derive normal_cdf normal_density).
  - intros x _. apply cdf_derive.
  - intros x _. apply density_continuous.
Qed.

Lemma mean_split f l b p q : continuity f -> normal_mean f l -> 0 <= p -> 0 <= q -> (forall z, z <= b -> f z <= p) ->
  (forall z, b <= z -> f z <= q) -> l <= p * normal_cdf b + q * (1 - normal_cdf b).
Proof.
  intros C H Hp Hq Bp Bq. apply Rnot_lt_le. intros L.
  destruct (mean_window f l H (l - (p * normal_cdf b + q * (1 - normal_cdf b))) (Rabs b) ltac:(lra))
    as (a & m & Ha & Hm & r & Hr & Nr).
  pose proof (Rle_abs b) as B1. pose proof (Rle_abs (- b)) as B2. rewrite Rabs_Ropp in B2.
  set (h := fun z => f z * normal_density z) in *.
  assert (Er : RInt h a m = r) by exact (is_RInt_unique h a m r Hr).
  assert (Ch : forall z, continuous h z).
  { intros z. apply (continuous_mult f normal_density); [now apply continuity_pt_filterlim|apply density_continuous]. }
  assert (Eh : forall u v, ex_RInt h u v) by (intros; apply (ex_RInt_continuous h); intros; apply Ch).
  assert (Part : forall u v s, u <= v -> (forall z, u < z < v -> f z <= s) ->
    RInt h u v <= s * (normal_cdf v - normal_cdf u)).
  { intros u v s Huv Hs. rewrite <- density_mass.
    replace (s * RInt normal_density u v) with (RInt (fun z => s * normal_density z) u v)
      by exact (RInt_scal normal_density u v s (density_integrable u v)).
    apply RInt_le; [exact Huv|apply Eh|apply (ex_RInt_scal normal_density), density_integrable|].
    intros z Hz. apply Rmult_le_compat_r; [left; apply density_bounds|now apply Hs]. }
  assert (S : RInt h a m = RInt h a b + RInt h b m) by (symmetry; apply (RInt_Chasles h); apply Eh).
  pose proof (Part a b p ltac:(lra) (fun z Hz => Bp z ltac:(lra))) as A1.
  pose proof (Part b m q ltac:(lra) (fun z Hz => Bq z ltac:(lra))) as A2.
  pose proof (cdf_range a) as R1. pose proof (cdf_range m) as R2. apply Rabs_def2 in Nr.
  assert (Q1 : p * (normal_cdf b - normal_cdf a) <= p * normal_cdf b) by (apply Rmult_le_compat_l; lra).
  assert (Q2 : q * (normal_cdf m - normal_cdf b) <= q * (1 - normal_cdf b)) by (apply Rmult_le_compat_l; lra). lra.
Qed.

Lemma cdf_slope u v : u <= v -> normal_cdf v - normal_cdf u <= v - u.
Proof.
  intros [H| ->]; [|lra]. destruct (MVT_cor2 normal_cdf normal_density u v H) as (c & -> & _).
  { intros c _. apply is_derive_Reals, cdf_derive. }
  rewrite <- (Rmult_1_l (v - u)) at 2. apply Rmult_le_compat_r; [lra|]. unfold normal_density.
  pose proof root_above_1 as Q.
  assert (E : exp (- c ^ 2 / 2) <= 1). { rewrite <- exp_0. apply exp_le. pose proof (pow2_ge_0 c). lra. }
  apply (Rmult_le_reg_r (sqrt (2 * PI))); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

Lemma mean_between c x : 0 <= c -> 0 < c \/ x <> 0 -> forall eta, 0 < eta -> exists delta, 0 < delta /\
  forall f l e, continuity f -> normal_mean (fun z => f (sqrt c * z)) l -> (forall t, 0 <= f t <= 1) -> 0 <= e <= eta ->
    ((forall t, x + 2 * delta <= t -> f t <= e) -> l <= normal_distribution c x + 2 * eta) /\
    ((forall t, t <= x - 2 * delta -> 1 - e <= f t) -> normal_distribution c x - 2 * eta <= l).
Proof.
  intros Hc Hx eta He. set (r := sqrt c). assert (Pr : 0 <= r) by apply sqrt_pos.
  assert (Cr : forall f, continuity f -> continuity (fun z => f (r * z))).
  { intros f C. apply (continuity_comp (fun z => r * z) f); [|exact C]. apply (continuity_scal id r). intros z.
    apply derivable_continuous_pt, derivable_id. }
  assert (One : forall f l, normal_mean f l -> normal_mean (fun z => 1 * 1 + -1 * f z) (1 - l)).
  { intros f l H. replace (1 - l) with (1 * 1 + -1 * l) by ring. apply normal_mean_linear; [|exact H].
    unfold normal_mean. apply (is_RInt_gen_ext normal_density); [|exact normal_mass].
    apply filter_forall. intros ab z _. symmetry. apply Rmult_1_l. }
  assert (Rest : forall f, continuity f -> continuity (fun z => 1 * 1 + -1 * f z)).
  { intros f C. apply (continuity_plus (fun _ => 1 * 1) (fun z => -1 * f z)); [now apply continuity_const|].
    now apply (continuity_scal f). }
  unfold normal_distribution. fold r. destruct (Rlt_dec 0 c) as [Pc|Nc].
  - assert (P : 0 < r) by now apply sqrt_lt_R0. exists (eta * r / 2). split; [nra|]. intros f l e C M B Hee.
    assert (Ar : forall s, s / r * r = s) by (intros; field; lra). split; intros T.
    + pose proof (mean_split _ l (x / r + eta) 1 e (Cr f C) M ltac:(lra) ltac:(lra)) as A.
      pose proof (cdf_slope (x / r) (x / r + eta) ltac:(lra)) as S. pose proof (cdf_range (x / r + eta)) as R1.
      enough (l <= 1 * normal_cdf (x / r + eta) + e * (1 - normal_cdf (x / r + eta))) by nra.
      apply A; [intros; apply B|]. intros z Hz. apply T. apply (Rmult_le_compat_r r) in Hz; [|lra].
      rewrite Rmult_plus_distr_r, Ar in Hz. lra.
    + pose proof (mean_split _ _ (x / r - eta) e 1 (Rest _ (Cr f C)) (One _ _ M) ltac:(lra) ltac:(lra)) as A.
      pose proof (cdf_slope (x / r - eta) (x / r) ltac:(lra)) as S. pose proof (cdf_range (x / r - eta)) as R1.
      enough (1 - l <= e * normal_cdf (x / r - eta) + 1 * (1 - normal_cdf (x / r - eta))) by nra.
      apply A; [|intros z _; specialize (B (r * z)); lra]. intros z Hz.
      enough (1 - e <= f (r * z)) by lra. apply T. apply (Rmult_le_compat_r r) in Hz; [|lra].
      unfold Rminus in Hz at 1. rewrite Rmult_plus_distr_r, Ar in Hz. lra.
  - assert (Zr : forall z, r * z = 0) by (intros z; unfold r; replace c with 0 by lra; rewrite sqrt_0; ring).
    assert (Nx : x <> 0) by (destruct Hx; [lra|assumption]). pose proof (cdf_range 0) as R0.
    exists (Rabs x / 2). split; [pose proof (Rabs_pos_lt x Nx); lra|]. intros f l e C M B Hee.
    assert (Up : l <= f 0).
    { pose proof (mean_split _ l 0 (f 0) (f 0) (Cr f C) M) as A. specialize (B 0).
      enough (l <= f 0 * normal_cdf 0 + f 0 * (1 - normal_cdf 0)) by lra.
      apply A; try lra; intros z _; rewrite Zr; lra. }
    assert (Low : f 0 <= l).
    { pose proof (mean_split _ _ 0 (1 - f 0) (1 - f 0) (Rest _ (Cr f C)) (One _ _ M)) as A. specialize (B 0).
      enough (1 - l <= (1 - f 0) * normal_cdf 0 + (1 - f 0) * (1 - normal_cdf 0)) by lra.
      apply A; try lra; intros z _; rewrite Zr; lra. }
    pose proof (B 0) as B0. destruct (Rlt_dec x 0) as [Lx|Gx].
    + rewrite Rabs_left by lra. split; intros T; [|lra]. specialize (T 0 ltac:(lra)). lra.
    + rewrite Rabs_right by lra. split; intros T; [lra|]. specialize (T 0 ltac:(lra)). lra.
Qed.

(** ** Soft steps *)

Definition soft_step (k a t : R) : R := / (1 + exp (k * (t - a))).

Lemma soft_step_range k a t : 0 < soft_step k a t < 1.
Proof.
  pose proof (exp_pos (k * (t - a))) as P. unfold soft_step. split; [apply Rinv_0_lt_compat; lra|].
  rewrite <- Rinv_1. apply Rinv_lt_contravar; lra.
Qed.

Lemma soft_step_derive k a t : is_derive (soft_step k a) t (- k * (soft_step k a t * (1 - soft_step k a t))).
Proof.
  unfold soft_step. pose proof (exp_pos (k * (t + - a))) as P. auto_derive; [lra|]. unfold Rminus.
  field. lra.
Qed.

Lemma soft_step_test k a : 0 < k -> exists K phi1 phi2, test_function K (soft_step k a) phi1 phi2 /\
  forall t, Rabs (soft_step k a t) <= K.
Proof.
  intros Hk. set (s := soft_step k a). assert (Ds : forall t, is_derive s t (- k * (s t * (1 - s t))))
    by apply soft_step_derive.
  assert (Ex : forall t, ex_derive s t) by (intros t; eexists; apply Ds).
  assert (Dv : forall t, Derive s t = - k * (s t * (1 - s t))) by (intros t; apply is_derive_unique, Ds).
  set (f1 := fun t => - k * (s t * (1 - s t))). set (f2 := fun t => k ^ 2 * (s t * (1 - s t) * (1 - 2 * s t))).
  set (f3 := fun t => - k ^ 3 * (s t * (1 - s t) * (1 - 6 * s t + 6 * s t ^ 2))).
  assert (D1 : forall t, is_derive f1 t (f2 t)).
  { intros t. unfold f1, f2. auto_derive; [repeat split; auto|]. rewrite Dv. ring. }
  assert (D2 : forall t, is_derive f2 t (f3 t)).
  { intros t. unfold f2, f3. auto_derive; [repeat split; auto|]. rewrite Dv. ring. }
  pose proof (pow_lt k 2 Hk) as P2. pose proof (pow_lt k 3 Hk) as P3. set (K := 1 + k + k ^ 2 + k ^ 3).
  assert (R0 : forall t, 0 < s t < 1) by (intros; apply soft_step_range).
  assert (Rq : forall t, 0 <= s t * (1 - s t) <= 1) by (intros t; specialize (R0 t); nra).
  assert (Prod : forall c m n, 0 <= c -> c <= K -> 0 <= m <= 1 -> -1 <= n <= 1 -> Rabs (c * (m * n)) <= K).
  { intros c m n Hc Hc' Hm Hn. rewrite !Rabs_mult, (Rabs_right c), (Rabs_right m) by lra.
    assert (Rabs n <= 1) by (apply Rabs_le; lra). pose proof (Rabs_pos n) as Pn.
    assert (m * Rabs n <= 1) by nra. assert (0 <= m * Rabs n) by nra. nra. }
  exists K, f1, f2. split; [split; [|split]|].
  - intros t. split; [apply is_derive_Reals, Ds|apply is_derive_Reals, D1].
  - intros t. specialize (Rq t). specialize (R0 t). split.
    + unfold f1. replace (- k * (s t * (1 - s t))) with (k * (s t * (1 - s t) * -1)) by ring.
      apply Prod; unfold K; lra.
    + unfold f2. apply Prod; unfold K; lra.
  - apply (lipschitz_of_derivative f2 f3); [intros t; apply is_derive_Reals, D2|]. intros t. specialize (Rq t).
    unfold f3. replace (- k ^ 3 * (s t * (1 - s t) * (1 - 6 * s t + 6 * s t ^ 2)))
      with (k ^ 3 * (s t * (1 - s t) * - (1 - 6 * (s t * (1 - s t))))) by ring.
    assert (Q4 : s t * (1 - s t) <= / 4) by (pose proof (pow2_ge_0 (s t - / 2)); nra).
    apply Prod; unfold K; lra.
  - intros t. specialize (R0 t). rewrite Rabs_right by lra. unfold K. lra.
Qed.

Lemma soft_step_sides k a d t : 0 < k -> 0 < d -> (a + d <= t -> soft_step k a t <= / (1 + k * d)) /\
  (t <= a - d -> 1 - / (1 + k * d) <= soft_step k a t).
Proof.
  intros Hk Hd. assert (Pkd : 0 < k * d) by now apply Rmult_lt_0_compat. unfold soft_step. split; intros H.
  - apply Rinv_le_contravar; [lra|]. pose proof (exp_ineq1_le (k * (t - a))) as E.
    assert (k * d <= k * (t - a)) by (apply Rmult_le_compat_l; lra). lra.
  - set (u := exp (k * (t - a))). assert (Pu : 0 < u) by apply exp_pos.
    assert (E : u * exp (k * (a - t)) = 1).
    { unfold u. rewrite <- exp_plus, <- exp_0. f_equal. ring. }
    pose proof (exp_ineq1_le (k * (a - t))) as G.
    assert (k * d <= k * (a - t)) by (apply Rmult_le_compat_l; lra).
    assert (U : u * (1 + k * d) <= 1) by nra. replace (/ (1 + u)) with (1 - u / (1 + u)) by (field; lra).
    enough (u / (1 + u) <= / (1 + k * d)) by lra. apply (Rmult_le_reg_r ((1 + u) * (1 + k * d))); [nra|].
    replace (u / (1 + u) * ((1 + u) * (1 + k * d))) with (u * (1 + k * d)) by (field; lra).
    replace (/ (1 + k * d) * ((1 + u) * (1 + k * d))) with (1 + u) by (field; lra). lra.
Qed.

(** ** Distribution functions *)

Definition at_most (x t : R) : R := if Rle_dec t x then 1 else 0.

Lemma distribution_limit {V} (Q : mean_value V) (X : nat -> V -> R) c x : 0 <= c -> 0 < c \/ x <> 0 ->
  (forall n, integrable Q (fun v => at_most x (X n v))) ->
  (forall K phi phi1 phi2, test_function K phi phi1 phi2 -> (forall t, Rabs (phi t) <= K) ->
    (forall n, integrable Q (fun v => phi (X n v))) /\
    exists l, normal_mean (fun z => phi (sqrt c * z)) l /\ Un_cv (fun n => mean Q (fun v => phi (X n v))) l) ->
  Un_cv (fun n => mean Q (fun v => at_most x (X n v))) (normal_distribution c x).
Proof.
  intros Hc Hx I H eta He. destruct (mean_between c x Hc Hx (eta / 8) ltac:(lra)) as (delta & Hd & B).
  set (k := 8 / (eta * delta)). assert (Hk : 0 < k) by (apply Rdiv_lt_0_compat; [lra|now apply Rmult_lt_0_compat]).
  set (e := / (1 + k * delta)). assert (Ek : k * delta = 8 / eta) by (unfold k; field; split; lra).
  assert (P8 : 0 < 8 / eta) by (apply Rdiv_lt_0_compat; lra).
  assert (Hee : 0 <= e <= eta / 8).
  { unfold e. rewrite Ek. split; [left; apply Rinv_0_lt_compat; lra|].
    replace (eta / 8) with (/ (8 / eta)) by (field; lra).
    apply Rinv_le_contravar; lra. }
  assert (Step : forall a, continuity (soft_step k a)).
  { intros a t. apply derivable_continuous_pt. eexists. apply is_derive_Reals, soft_step_derive. }
  assert (Rg : forall a t, 0 <= soft_step k a t <= 1) by (intros a t; pose proof (soft_step_range k a t); lra).
  destruct (soft_step_test k (x + delta) Hk) as (K1 & p1 & p2 & T1 & B1).
  destruct (H _ _ _ _ T1 B1) as (I1 & l1 & M1 & C1).
  destruct (soft_step_test k (x - delta) Hk) as (K2 & q1 & q2 & T2 & B2).
  destruct (H _ _ _ _ T2 B2) as (I2 & l2 & M2 & C2).
  assert (U : l1 <= normal_distribution c x + 2 * (eta / 8)).
  { apply (B _ l1 e (Step _) M1 (Rg _) Hee). intros t Ht. apply soft_step_sides; [exact Hk|exact Hd|lra]. }
  assert (L : normal_distribution c x - 2 * (eta / 8) <= l2).
  { apply (B _ l2 e (Step _) M2 (Rg _) Hee). intros t Ht. apply soft_step_sides; [exact Hk|exact Hd|lra]. }
  destruct (C1 (eta / 8) ltac:(lra)) as (N1 & H1). destruct (C2 (eta / 8) ltac:(lra)) as (N2 & H2).
  exists (Nat.max N1 N2). intros n Hn. specialize (H1 n ltac:(lia)). specialize (H2 n ltac:(lia)).
  unfold R_dist in *. apply Rabs_def2 in H1, H2.
  assert (Up : mean Q (fun v => at_most x (X n v)) <= mean Q (fun v => soft_step k (x + delta) (X n v)) + e).
  { rewrite <- (mean_const Q e), <- mean_plus by (apply I1 || apply integrable_const).
    apply (mean_monotone _ Q); [apply I|apply integrable_plus; [apply I1|apply integrable_const]|]. intros v.
    pose proof (Rg (x + delta) (X n v)) as R1. unfold at_most. destruct (Rle_dec (X n v) x) as [Le|_]; [|lra].
    pose proof (proj2 (soft_step_sides k (x + delta) delta (X n v) Hk Hd) ltac:(lra)) as S. fold e in S. lra. }
  assert (Low : mean Q (fun v => soft_step k (x - delta) (X n v)) <= mean Q (fun v => at_most x (X n v)) + e).
  { rewrite <- (mean_const Q e), <- mean_plus by (apply I || apply integrable_const).
    apply (mean_monotone _ Q); [apply I2|apply integrable_plus; [apply I|apply integrable_const]|]. intros v.
    pose proof (Rg (x - delta) (X n v)) as R1. unfold at_most. destruct (Rle_dec (X n v) x) as [Le|Gt]; [lra|].
    pose proof (proj1 (soft_step_sides k (x - delta) delta (X n v) Hk Hd) ltac:(lra)) as S. fold e in S. lra. }
  apply Rabs_def1; lra.
Qed.
