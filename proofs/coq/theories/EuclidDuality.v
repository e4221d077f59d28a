(** Duality with the Euclidean norm on both sides: the least gap of a smoothing of the maximum that is
    1-smooth in the Euclidean norm is the least range of a function that is 1-strongly convex in that norm
    on the simplex. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Jensen Conjugate Converse Duality Scaling SmallDimensions.
From TightMax Require Import ClosedForms Martingale Euclid.
Open Scope R_scope.

(** 1-strongly convex on the simplex in the Euclidean norm. *)
Definition strongly_convex2 (d : nat) (h : vec -> R) : Prop :=
  forall a b s, simplex d a -> simplex d b -> 0 <= s <= 1 ->
    h (mix s a b) <= (1 - s) * h a + s * h b - s * (1 - s) / 2 * norm2 d (sub a b) ^ 2.

(** ** From smoothings to strongly convex functions *)

Lemma smooth_midpoint2 d f : smooth2 d f -> forall y w s, 0 <= s <= 1 ->
  (1 - s) * f (add y (scale (- s) w)) + s * f (add y (scale (1 - s) w))
  <= f y + s * (1 - s) / 2 * norm2 d w ^ 2.
Proof.
  intros [g [H L]] y w s Hs.
  pose proof (descent2 d f g H L y (scale (- s) w)) as A.
  pose proof (descent2 d f g H L y (scale (1 - s) w)) as B.
  assert (E : forall c, dot d (scale c w) (scale c w) = c ^ 2 * norm2 d w ^ 2).
  { intros c. rewrite norm2_square. unfold dot, scale. rewrite <- sum_scale. apply sum_ext. intros. ring. }
  rewrite E, dot_scale_r in A, B.
  apply (Rmult_le_compat_l (1 - s)) in A; [|lra]. apply (Rmult_le_compat_l s) in B; [|lra]. lra.
Qed.

Lemma conjugate_strongly_convex2 d f :
  smooth2 d f -> (forall x, largest d x <= f x) -> strongly_convex2 d (conjugate d f).
Proof.
  intros Hf Ha a b s Sa Sb Hs. apply conjugate_le. intros p y Hp.
  set (a' := fun i => a (p i)). set (b' := fun i => b (p i)). set (w := sub b' a').
  assert (En : norm2 d w = norm2 d (sub a b)).
  { unfold norm2, dot. f_equal. rewrite <- (sum_permute d p (fun i => sub a b i * sub a b i) Hp).
    apply sum_ext. intros i _. unfold w, sub, a', b'. ring. }
  assert (Wd : dot d b' w - dot d a' w = norm2 d (sub a b) ^ 2).
  { rewrite <- En, norm2_square, <- dot_sub_l. reflexivity. }
  pose proof (conjugate_ge d f a p (add y (scale (- s) w)) Ha Sa Hp) as A.
  pose proof (conjugate_ge d f b p (add y (scale (1 - s) w)) Ha Sb Hp) as B.
  fold a' in A. fold b' in B. rewrite dot_add_r, dot_scale_r in A, B.
  pose proof (smooth_midpoint2 d f Hf y w s Hs) as M. rewrite En in M.
  change (fun i => mix s a b (p i)) with (mix s a' b'). rewrite dot_mix_l.
  set (N := norm2 d (sub a b) ^ 2) in *.
  apply (Rmult_le_compat_l (1 - s)) in A; [|lra]. apply (Rmult_le_compat_l s) in B; [|lra].
  assert (W : s * (1 - s) * dot d b' w = s * (1 - s) * dot d a' w + s * (1 - s) * N)
    by (rewrite <- Wd; ring).
  lra.
Qed.

(** From a smoothing to a symmetric strongly convex function with values in [-e, 0]. *)
Lemma strongly_convex2_of_smoothing d e f : smoothing2 d e f ->
  exists h, symmetric d h /\ strongly_convex2 d h /\ forall x, simplex d x -> - e <= h x <= 0.
Proof.
  intros [_ [Hf Hb]]. assert (Ha : forall x, largest d x <= f x) by (intros; apply Hb).
  assert (H0 : f zero <= e) by (rewrite <- (Rplus_0_l e), <- (largest_zero d); apply Hb).
  exists (conjugate d f). split; [apply conjugate_symmetric|split; [now apply conjugate_strongly_convex2|]].
  intros x Hx. split.
  - pose proof (conjugate_ge d f x _ zero Ha Hx (permutes_identity d)) as H.
    enough (dot d (fun i => x i) zero = 0) by (cbv beta in H; lra).
    rewrite <- (sum_zero d). apply sum_ext. intros. unfold zero. ring.
  - apply conjugate_le. intros p y Hp.
    pose proof (dot_le_largest d _ y (simplex_permute d p x Hp Hx)). specialize (Ha y). lra.
Qed.

(** ** The Euclidean norm as a multiple of the l1 norm *)

(** The squared l1 norm is at most d times the squared Euclidean norm, so d h is strongly convex in the
    former. *)
Lemma strongly_convex_scaled d h : strongly_convex2 d h -> strongly_convex d (fun x => INR d * h x).
Proof.
  intros H a b s Ha Hb Hs. pose proof (H a b s Ha Hb Hs) as C. pose proof (norm1_square_le d (sub a b)) as N.
  rewrite <- norm2_square in N. pose proof (pos_INR d) as P.
  apply (Rmult_le_compat_l (INR d)) in C; [|exact P].
  assert (Q : 0 <= s * (1 - s) / 2) by (assert (0 <= s * (1 - s)) by (apply Rmult_le_pos; lra); lra).
  apply (Rmult_le_compat_l _ _ _ Q) in N. lra.
Qed.

Lemma norm2_le_norm1 d x : norm2 d x <= norm1 d x.
Proof.
  apply Rsqr_incr_0_var; [|apply norm1_nonneg]. rewrite 2 Rsqr_pow2, norm2_square.
  replace (norm1 d x ^ 2) with (norm1 d x * norm1 d x) by ring. unfold norm1 at 1. rewrite Rmult_comm.
  rewrite <- sum_scale. apply sum_le. intros i Hi.
  pose proof (entry_le_norm1 d x i Hi) as E. pose proof (Rabs_pos (x i)).
  change (Rsqr (x i) <= norm1 d x * Rabs (x i)). rewrite Rsqr_abs. unfold Rsqr.
  now apply Rmult_le_compat_r.
Qed.

Lemma norm2_triangle d x y : norm2 d (add x y) <= norm2 d x + norm2 d y.
Proof.
  pose proof (norm2_nonneg d x). pose proof (norm2_nonneg d y).
  apply Rsqr_incr_0_var; [|lra]. rewrite 2 Rsqr_pow2, norm2_square.
  pose proof (dot_le_norm2 d x y) as C. pose proof (norm2_square d x). pose proof (norm2_square d y).
  rewrite dot_add_r, (dot_comm d _ x), (dot_comm d _ y), 2 dot_add_r, (dot_comm d y x). lra.
Qed.

Lemma norm2_sub_triangle d a b c : norm2 d (sub a c) <= norm2 d (sub a b) + norm2 d (sub b c).
Proof.
  eapply Rle_trans; [|apply norm2_triangle]. right. apply norm2_ext. intros. unfold sub, add. ring.
Qed.

Lemma norm2_sub_sym d a b : norm2 d (sub a b) = norm2 d (sub b a).
Proof. unfold norm2, dot. f_equal. apply sum_ext. intros. unfold sub. ring. Qed.

(** ** From strongly convex functions to smoothings *)

Section Euclid.

Variables (d : nat) (h : vec -> R).
Hypotheses (Hd : (1 <= d)%nat) (Hb : bounded_below d h) (Hs : strongly_convex2 d h).

Let K : R := INR d.
Let k (x : vec) : R := K * h x.

Let K_pos : 1 <= K.
Proof. apply (le_INR 1). exact Hd. Qed.

Let k_below : bounded_below d k.
Proof. destruct Hb as [b B]. exists (K * b). intros a Ha. apply Rmult_le_compat_l; [lra|now apply B]. Qed.

Let k_convex : strongly_convex d k := strongly_convex_scaled d h Hs.

Let conj_k x : conj d h x = rescale (/ K) (conj d k) x.
Proof.
  unfold rescale. rewrite Rinv_inv.
  assert (E : conj d k (scale K x) = K * conj d h x).
  { unfold k. rewrite conj_rescale by (assumption || lra). unfold rescale. f_equal. f_equal.
    apply functional_extensionality. intros i. unfold scale. field. lra. }
  rewrite E. field. lra.
Qed.

(** The gradient of the conjugate. *)
Definition gradient2 (x : vec) : vec := conj_gradient d k (scale K x).

Lemma gradient2_is_gradient : has_gradient d (conj d h) gradient2.
Proof.
  assert (E : conj d h = rescale (/ K) (conj d k)) by (apply functional_extensionality; exact conj_k).
  rewrite E. assert (G : gradient2 = fun x => conj_gradient d k (scale (/ / K) x)).
  { apply functional_extensionality. intros x. unfold gradient2. now rewrite Rinv_inv. }
  rewrite G. apply rescale_gradient; [apply Rinv_0_lt_compat; lra|].
  now apply conj_has_gradient.
Qed.

(** Points near the optimum are near the gradient. *)
Lemma gradient2_approx x delta : 0 < delta ->
  exists a, near_optimal d h x delta a /\ norm2 d (sub a (gradient2 x)) <= delta.
Proof.
  intros Hdelta. destruct (conj_gradient_approx d k Hd k_below k_convex (scale K x) delta Hdelta)
    as (a & [Ha Ho] & Hn).
  exists a. split; [|eapply Rle_trans; [apply norm2_le_norm1|exact Hn]]. split; [exact Ha|].
  unfold k in Ho. rewrite dot_scale_r in Ho. fold k in Ho.
  pose proof (conj_k x) as E. unfold rescale in E. rewrite Rinv_inv in E.
  assert (E' : conj d k (scale K x) = K * conj d h x) by (rewrite E; field; lra).
  rewrite E' in Ho. apply (Rmult_le_reg_l K); [lra|].
  pose proof (Rmult_le_compat_r delta 1 K ltac:(lra) K_pos). lra.
Qed.

(** Two points near the optima at x and y are about as far apart as x and y at most. *)
Lemma near_optima x y a b s : 0 < s < 1 ->
  near_optimal d h x (s * s) a -> near_optimal d h y (s * s) b ->
  (1 - s) * norm2 d (sub a b) ^ 2 <= norm2 d (sub a b) * norm2 d (sub x y) + 2 * s.
Proof.
  intros Hr [Ha Oa] [Hc Ob].
  pose proof (Hs a b s Ha Hc ltac:(lra)) as A. pose proof (Hs b a s Hc Ha ltac:(lra)) as B.
  rewrite norm2_sub_sym in B.
  pose proof (conj_above d h Hd Hb x _ (simplex_mix d s a b Ha Hc ltac:(lra))) as Ux.
  pose proof (conj_above d h Hd Hb y _ (simplex_mix d s b a Hc Ha ltac:(lra))) as Uy.
  rewrite dot_mix_l in Ux, Uy.
  pose proof (dot_le_norm2 d (sub a b) (sub x y)) as D. rewrite dot_sub_l, 2 dot_sub_right in D.
  set (n := norm2 d (sub a b)) in *. set (r := norm2 d (sub x y)) in *.
  assert (s * ((1 - s) * n ^ 2) <= s * (n * r + 2 * s)).
  { pose proof (Rmult_le_compat_l s _ _ ltac:(lra) D). lra. }
  now apply (Rmult_le_reg_l s).
Qed.

Lemma gradient2_lipschitz x y : norm2 d (sub (gradient2 x) (gradient2 y)) <= norm2 d (sub x y).
Proof.
  set (p := gradient2 x). set (q := gradient2 y).
  set (m := norm2 d (sub p q)). set (r := norm2 d (sub x y)).
  assert (Hm : 0 <= m) by apply norm2_nonneg. assert (Hr : 0 <= r) by apply norm2_nonneg.
  cut (m * m <= m * r).
  { intros H. destruct (Req_dec m 0) as [->|]; [exact Hr|]. apply (Rmult_le_reg_l m); lra. }
  apply limit_at_zero with (m * m + 4 * m + 2 * r + 2). intros s Hs'.
  assert (S : 0 < s * s <= s).
  { split; [apply Rmult_lt_0_compat; lra|]. pose proof (Rmult_le_compat_l s s 1). lra. }
  destruct (gradient2_approx x (s * s)) as (a & Ha & Na); [lra|].
  destruct (gradient2_approx y (s * s)) as (b & Hc & Nb); [lra|]. fold p in Na. fold q in Nb.
  pose proof (near_optima x y a b s Hs' Ha Hc) as H. fold r in H.
  pose proof (norm2_sub_triangle d p a q) as T1. pose proof (norm2_sub_triangle d a b q) as T2.
  pose proof (norm2_sub_triangle d a p b) as T3. pose proof (norm2_sub_triangle d p q b) as T4.
  rewrite (norm2_sub_sym d p a) in T1. rewrite (norm2_sub_sym d q b) in T4.
  fold m in T1, T4. set (n := norm2 d (sub a b)) in *.
  assert (L : m - 2 * s <= n <= m + 2 * s) by lra.
  pose proof (Rmult_le_compat_r r n (m + 2 * s) Hr ltac:(lra)).
  pose proof (pow2_ge_0 (n - m)) as Q. pose proof (Rmult_le_compat_l m _ _ Hm (proj1 L)).
  pose proof (Rmult_le_compat_l (1 - s) (m * m - 4 * s * m) (n ^ 2) ltac:(lra) ltac:(lra)).
  assert (0 <= s * s * m) by (apply Rmult_le_pos; lra). lra.
Qed.

Lemma conj_smooth2 : smooth2 d (conj d h).
Proof. exists gradient2. split; [exact gradient2_is_gradient|exact gradient2_lipschitz]. Qed.

End Euclid.

Lemma smoothing2_of_strongly_convex d e h : (1 <= d)%nat -> strongly_convex2 d h ->
  (forall x, simplex d x -> - e <= h x <= 0) -> smoothing2 d e (conj d h).
Proof.
  intros Hd Hs Hr. assert (Hb : bounded_below d h) by (exists (- e); intros a Ha; now apply Hr).
  split; [now apply conj_convex|]. split; [now apply conj_smooth2|]. intros x. split.
  - destruct (largest_attained d x Hd) as (i & Hi & ->). pose proof (simplex_vertex d i Hi) as Hv.
    pose proof (conj_above d h Hd Hb x _ Hv) as H. unfold dot in H. rewrite sum_vertex in H by exact Hi.
    specialize (Hr _ Hv). lra.
  - apply conj_least; [assumption..|]. intros a Ha. pose proof (dot_le_largest d a x Ha).
    specialize (Hr a Ha). lra.
Qed.

(** ** The duality *)

(** There is an e-smoothing in the Euclidean sense if and only if there is a function that is 1-strongly
    convex in the Euclidean norm on the simplex and has its values there in [-e, 0]. *)
Theorem duality2 d e : (1 <= d)%nat ->
  (exists f, smoothing2 d e f) <->
  (exists h, on_first d h /\ strongly_convex2 d h /\ forall x, simplex d x -> - e <= h x <= 0).
Proof.
  intros Hd. split.
  - intros [f Hf]. destruct (strongly_convex2_of_smoothing d e f Hf) as (h & Hs & Hc & Hr).
    exists h. split; [now apply symmetric_on_first|now split].
  - intros (h & Hf & Hc & Hr). exists (conj d h). now apply smoothing2_of_strongly_convex.
Qed.

(** On the simplex a symmetric strongly convex function is largest at the vertices and least at the centre. *)
Theorem symmetric_range2 d h x : (1 <= d)%nat -> symmetric d h -> strongly_convex2 d h -> simplex d x ->
  h (centre d) <= h x <= h (vertex 0).
Proof.
  intros Hd Hs Hc Hx. assert (K : 0 < INR d) by (apply lt_0_INR; lia).
  assert (S : symmetric d (fun x => INR d * h x)) by (intros u v p Hp E; f_equal; now apply (Hs u v p)).
  pose proof (strongly_convex_scaled d h Hc) as C.
  pose proof (symmetric_max_at_vertex d _ x S C Hx). pose proof (symmetric_min_at_centre d _ x Hd S C Hx).
  split; apply (Rmult_le_reg_l (INR d)); assumption.
Qed.

(** The same with symmetric functions, whose range is the rise from the centre to a vertex. *)
Theorem duality2_symmetric d e : (1 <= d)%nat ->
  (exists f, smoothing2 d e f) <->
  (exists h, symmetric d h /\ strongly_convex2 d h /\ h (vertex 0) - h (centre d) <= e).
Proof.
  intros Hd. split.
  - intros [f Hf]. destruct (strongly_convex2_of_smoothing d e f Hf) as (h & Hs & Hc & Hr).
    exists h. split; [exact Hs|split; [exact Hc|]].
    pose proof (Hr _ (simplex_vertex d 0 Hd)). pose proof (Hr _ (simplex_centre d Hd)). lra.
  - intros (h & Hs & Hc & Hr). exists (conj d (fun x => h x - h (vertex 0))).
    apply smoothing2_of_strongly_convex; [exact Hd| |].
    + intros a b s Ha Hb' H. pose proof (Hc a b s Ha Hb' H). lra.
    + intros x Hx. pose proof (symmetric_range2 d h x Hd Hs Hc Hx). lra.
Qed.

(** The k-point Jensen inequality with the Euclidean norm; the outcomes are shrunk towards the mean. *)
Theorem jensen2 d h n (p : nat -> R) (y : nat -> vec) (x : vec) :
  (1 <= d)%nat -> on_first d h -> strongly_convex2 d h ->
  (forall j, (j < n)%nat -> 0 <= p j) -> sum n p = 1 -> (forall j, (j < n)%nat -> simplex d (y j)) ->
  (forall i, (i < d)%nat -> x i = sum n (fun j => p j * y j i)) ->
  h x <= sum n (fun j => p j * h (y j)) - / 2 * sum n (fun j => p j * norm2 d (sub (y j) x) ^ 2).
Proof.
  intros Hd Hf Hh Hp S Hy E. assert (K : 0 < INR d) by (apply lt_0_INR; lia).
  pose proof (simplex_mean d n p y x Hp S Hy E) as Hx.
  set (A := sum n (fun j => p j * h (y j))).
  set (N := sum n (fun j => p j * norm2 d (sub (y j) x) ^ 2)).
  apply limit_at_zero with (N / 2). intros t Ht.
  assert (B : h x <= sum n (fun j => p j * h (mix t x (y j)))).
  { apply (Rmult_le_reg_l (INR d)); [exact K|]. rewrite <- sum_scale.
    rewrite (sum_ext n _ (fun j => p j * (INR d * h (mix t x (y j))))) by (intros; ring).
    apply (jensen_plain d (fun x => INR d * h x)); auto.
    - intros u v F. f_equal. now apply Hf.
    - now apply strongly_convex_scaled.
    - intros j Hj. apply simplex_mix; [exact Hx|now apply Hy|lra].
    - intros i Hi. unfold mix.
      rewrite (sum_ext n _ (fun j => (1 - t) * x i * p j + t * (p j * y j i))) by (intros; ring).
      rewrite sum_plus, 2 sum_scale, S, <- E by exact Hi. ring. }
  assert (C : sum n (fun j => p j * h (mix t x (y j)))
    <= sum n (fun j => (1 - t) * h x * p j
       + (t * (p j * h (y j)) + - (t * (1 - t) / 2) * (p j * norm2 d (sub (y j) x) ^ 2)))).
  { apply sum_le. intros j Hj. pose proof (Hh x (y j) t Hx (Hy j Hj) ltac:(lra)) as C.
    rewrite norm2_sub_sym in C.
    pose proof (Rmult_le_compat_l _ _ _ (Hp j Hj) C) as C'. lra. }
  rewrite !sum_plus, !sum_scale, S in C. fold A N in C.
  apply Rmult_le_reg_l with t; [lra|]. lra.
Qed.
