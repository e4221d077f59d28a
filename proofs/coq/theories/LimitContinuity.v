(** The potential of pairs is lower semicontinuous on the simplex, its faces and vertices included. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors SemicontinuousMaximum LimitPair LimitFunction LimitExpansion LimitMeans LimitBudget.
From TightMax Require Import LimitWhole.
Open Scope R_scope.

Lemma pair_increases a b a' b' : 0 < a <= a' -> 0 < b <= b' -> a' <= 1 -> b' <= 1 -> pair a b <= pair a' b'.
Proof.
  intros Ha Hb La Lb. unfold pair, level.
  pose proof (height_falls a a' ltac:(lra) ltac:(lra)) as HA. pose proof (height_falls b b' ltac:(lra) ltac:(lra)) as HB.
  pose proof (height_least a' ltac:(lra)). pose proof (height_least b' ltac:(lra)).
  assert (radius a' b' <= radius a b) as Lr.
  { unfold radius. apply sqrt_le_1_alt. assert (height a' ^ 2 <= height a ^ 2) by (apply pow_incr; lra).
    assert (height b' ^ 2 <= height b ^ 2) by (apply pow_incr; lra). lra. }
  assert (0 <= radius a' b') as R0 by apply sqrt_pos. unfold Rdiv at 1 3. apply Rmult_le_compat.
  - left. apply exp_pos.
  - left. apply Rinv_0_lt_compat, sqrt_lt_R0. lra.
  - destruct (Req_dec (5 - (height a + height b + radius a b) / 2) (5 - (height a' + height b' + radius a' b') / 2))
      as [->|N]; [lra|]. left. apply exp_increasing. lra.
  - apply Rinv_le_contravar; [apply sqrt_lt_R0; lra|]. apply sqrt_le_1_alt. lra.
Qed.

(** A function with an expansion is continuous at 0. *)
Lemma expands_continuous f a b c e : expands f a b c -> 0 < e ->
  exists r, 0 < r /\ forall s, Rabs s <= r -> a <= f s + e.
Proof.
  intros F He. destruct (F 1 ltac:(lra)) as [r [Hr L]]. pose proof (Rabs_pos b). pose proof (Rabs_pos c).
  set (K := Rabs b + Rabs c + 1). assert (0 < K) as HK by (unfold K; lra).
  assert (0 < e / K) by (apply Rdiv_lt_0_compat; lra).
  exists (Rmin r (Rmin 1 (e / K))). split; [apply Rmin_pos; [exact Hr|apply Rmin_pos; lra]|]. intros s Hs.
  assert (Rabs s <= r) as S1 by (eapply Rle_trans; [exact Hs|apply Rmin_l]).
  assert (Rabs s <= 1) as S2 by (eapply Rle_trans; [exact Hs|eapply Rle_trans; [apply Rmin_r|apply Rmin_l]]).
  assert (Rabs s <= e / K) as S3 by (eapply Rle_trans; [exact Hs|eapply Rle_trans; [apply Rmin_r|apply Rmin_r]]).
  specialize (L s S1). apply Rabs_le_inv in L. pose proof (Rabs_pos s) as S0.
  assert (s ^ 2 <= Rabs s) as Sq.
  { rewrite <- (pow2_abs s). replace (Rabs s ^ 2) with (Rabs s * Rabs s) by ring. rewrite <- (Rmult_1_r (Rabs s)) at 3.
    apply Rmult_le_compat_l; lra. }
  assert (- (b * s) <= Rabs b * Rabs s) by (rewrite <- Rabs_mult, <- Rabs_Ropp; apply Rle_abs).
  assert (- (c * s ^ 2) <= Rabs c * Rabs s).
  { apply Rle_trans with (Rabs c * s ^ 2).
    - rewrite <- (Rabs_pos_eq (s ^ 2)) at 2 by apply pow2_ge_0. rewrite <- Rabs_mult, <- Rabs_Ropp. apply Rle_abs.
    - apply Rmult_le_compat_l; lra. }
  assert (K * Rabs s <= e).
  { apply Rle_trans with (K * (e / K)); [apply Rmult_le_compat_l; lra|right; field; lra]. }
  unfold K in *. lra.
Qed.

Definition lower_at (d : nat) (z : vec) (F : vec -> R) : Prop :=
  forall e, 0 < e -> exists r, 0 < r /\ forall y, simplex d y -> near d r z y -> F z <= F y + e.

Lemma near_less d r r' z y : r' <= r -> near d r' z y -> near d r z y.
Proof. intros H N i Hi. specialize (N i Hi). lra. Qed.

Lemma lower_const d z c : lower_at d z (fun _ => c).
Proof. intros e He. exists 1. split; [lra|]. intros. lra. Qed.

Lemma lower_plus d z F G : lower_at d z F -> lower_at d z G -> lower_at d z (fun y => F y + G y).
Proof.
  intros HF HG e He. destruct (HF (e / 2) ltac:(lra)) as [r [Hr L]]. destruct (HG (e / 2) ltac:(lra)) as [q [Hq M]].
  exists (Rmin r q). split; [now apply Rmin_pos|]. intros y Sy N.
  specialize (L y Sy (near_less d r _ z y (Rmin_l _ _) N)). specialize (M y Sy (near_less d q _ z y (Rmin_r _ _) N)). lra.
Qed.

Lemma lower_scale d z k F : 0 <= k -> lower_at d z F -> lower_at d z (fun y => k * F y).
Proof.
  intros Hk HF e He. destruct (HF (e / (k + 1))) as [r [Hr L]]; [apply Rdiv_lt_0_compat; lra|].
  exists r. split; [exact Hr|]. intros y Sy N. specialize (L y Sy N).
  apply Rle_trans with (k * (F y + e / (k + 1))); [apply Rmult_le_compat_l; lra|].
  assert (k * (e / (k + 1)) <= e); [|lra].
  apply Rle_trans with ((k + 1) * (e / (k + 1))); [|right; field; lra].
  apply Rmult_le_compat_r; [|lra]. left. apply Rdiv_lt_0_compat; lra.
Qed.

Lemma lower_sum d z n (F : nat -> vec -> R) : (forall i, (i < n)%nat -> lower_at d z (F i)) ->
  lower_at d z (fun y => sum n (fun i => F i y)).
Proof.
  induction n as [|n IH]; intros H; [exact (lower_const d z 0)|]. cbn [sum].
  apply (lower_plus d z (fun y => sum n (fun i => F i y)) (F n)); [apply IH; intros; apply H; lia|apply H; lia].
Qed.

Lemma lower_both d z i j : simplex d z -> (i < d)%nat -> (j < d)%nat -> lower_at d z (fun y => both (y i) (y j)).
Proof.
  intros Sz Hi Hj e He.
  destruct (Rlt_dec 0 (z i)) as [Pi|Ni], (Rlt_dec 0 (z j)) as [Pj|Nj].
  2-4: exists 1; split; [lra|]; intros y Sy N; assert (both (z i) (z j) = 0) as E
    by (unfold both; destruct (Rlt_dec 0 (z i)), (Rlt_dec 0 (z j)); lra); pose proof (both_nonneg (y i) (y j)); lra.
  pose proof (simplex_le_1 d z i Sz Hi) as Li. pose proof (simplex_le_1 d z j Sz Hj) as Lj.
  destruct (expands_continuous _ _ _ _ e (expands_pair (z i) (z j) (- 1) (- 1) (conj Pi Li) (conj Pj Lj)) He)
    as [s0 [Hs0 L]].
  set (s := Rmin s0 (1 / 2)). assert (0 < s) as Hs by (apply Rmin_pos; lra).
  assert (s <= s0) as S1 by apply Rmin_l. assert (s <= 1 / 2) as S2 by apply Rmin_r.
  specialize (L s ltac:(rewrite Rabs_pos_eq; lra)). cbv beta in L.
  exists (Rmin (s * z i) (s * z j)). split; [apply Rmin_pos; apply Rmult_lt_0_compat; lra|]. intros y Sy N.
  pose proof (N i Hi) as Yi. pose proof (N j Hj) as Yj. apply Rabs_le_inv in Yi. apply Rabs_le_inv in Yj.
  pose proof (Rmin_l (s * z i) (s * z j)). pose proof (Rmin_r (s * z i) (s * z j)).
  assert (s * z i <= 1 / 2 * z i) by (apply Rmult_le_compat_r; lra).
  assert (s * z j <= 1 / 2 * z j) by (apply Rmult_le_compat_r; lra).
  pose proof (simplex_le_1 d y i Sy Hi). pose proof (simplex_le_1 d y j Sy Hj).
  assert (pair (z i + s * (- 1 * z i)) (z j + s * (- 1 * z j)) <= pair (y i) (y j)) as P by (apply pair_increases; lra).
  unfold both. destruct (Rlt_dec 0 (z i)); [|lra]. destruct (Rlt_dec 0 (z j)); [|lra].
  destruct (Rlt_dec 0 (y i)); [|lra]. destruct (Rlt_dec 0 (y j)); [|lra]. lra.
Qed.

Lemma lower_total d z : simplex d z -> lower_at d z (total d).
Proof.
  intros Sz. assert (lower_at d z (fun y => / 2 * psum d (g y))) as L.
  { apply lower_scale; [lra|]. unfold psum. apply (lower_sum d z d (fun i y => sum d (fun j => if Nat.eqb i j then 0 else g y i j))).
    intros i Hi. apply (lower_sum d z d (fun j y => if Nat.eqb i j then 0 else g y i j)). intros j Hj.
    destruct (Nat.eqb i j); [apply lower_const|now apply lower_both]. }
  intros e He. destruct (L e He) as [r [Hr M]]. exists r. split; [exact Hr|]. intros y Sy N. specialize (M y Sy N).
  unfold total, Rdiv in *. lra.
Qed.

(** The fifth root. *)
Lemma fifth_root a : 0 < a -> exists z, 0 < z /\ a = z ^ 5.
Proof.
  intros Ha. exists (Rpower a (1 / 5)). split; [apply exp_pos|].
  rewrite <- Rpower_pow, Rpower_mult by apply exp_pos. replace (1 / 5 * INR 5) with 1 by (simpl; field).
  symmetry. now apply Rpower_1.
Qed.

Theorem lower_pairs d z : simplex d z -> lower_at d z (fun y => pw (total d y)).
Proof.
  intros Sz e He. destruct (Rlt_dec 0 (total d z)) as [P|P].
  2:{ exists 1. split; [lra|]. intros y Sy N. pose proof (pw_nonneg (total d y)). unfold pw at 1.
      destruct (Rlt_dec 0 (total d z)); lra. }
  destruct (fifth_root _ P) as (w & Hw & E).
  destruct (expands_continuous _ _ _ _ e (expands_pw w Hw) He) as [t [Ht L]].
  destruct (lower_total d z Sz t Ht) as [r [Hr M]]. exists r. split; [exact Hr|]. intros y Sy N. specialize (M y Sy N).
  specialize (L (- t) ltac:(rewrite Rabs_Ropp, Rabs_pos_eq; lra)). cbv beta in L.
  assert (pw (total d z) = w ^ 2) as ->.
  { rewrite E. unfold pw. destruct (Rlt_dec 0 (w ^ 5)); [|lra]. apply power_of_fifth; [exact Hw|simpl; field]. }
  pose proof (pw_increasing (w ^ 5 + - t) (total d y) ltac:(lra)). lra.
Qed.
