(** The singular value decomposition, and what is lost when only its first terms are kept. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Conjugate Euclid Matrices SpectralTheorem SingularValues SpectralNorm.
Open Scope R_scope.

(** sigma_i, u_i = A v_i / sigma_i, and A_k, the sum of the first k terms sigma_i u_i v_i'. *)
Definition singular_value (l : nat -> R) (i : nat) : R := sqrt (l i).
Definition left_vector (n : nat) (A : mat) (v : nat -> vec) (l : nat -> R) (i : nat) : vec :=
  scale (/ singular_value l i) (image n A (v i)).
Definition truncated (n : nat) (A : mat) (v : nat -> vec) (l : nat -> R) (k : nat) : mat :=
  fun a b => sum k (fun i => singular_value l i * left_vector n A v l i a * v i b).

(** A - A_k. *)
Definition error_of_truncated (n : nat) (A : mat) (v : nat -> vec) (l : nat -> R) (k : nat) : mat :=
  fun a b => A a b - truncated n A v l k a b.

Section Decomposition.
Variables (m n : nat) (A : mat) (v : nat -> vec) (l : nat -> R) (r : nat).
Hypothesis H : singular m n A v l.
Hypothesis Hr : (r <= n)%nat.
(** The first r eigenvalues are those that are not 0. *)
Hypothesis Pos : forall i, (i < r)%nat -> 0 < l i.
Hypothesis Zero : forall i, (r <= i < n)%nat -> l i = 0.

Let orthonormal_basis := singular_orthonormal _ _ _ _ _ H.
Let w (i : nat) : vec := image n A (v i).

(** sigma_i u_i = A v_i. *)
Lemma left_vector_image i a : (i < r)%nat -> singular_value l i * left_vector n A v l i a = w i a.
Proof.
  intros Hi. assert (P : 0 < singular_value l i) by (apply sqrt_lt_R0; now apply Pos).
  unfold left_vector, scale. fold (w i). field. lra.
Qed.

(** The u_i are orthonormal. *)
Lemma left_vectors_orthonormal : orthonormal m r (left_vector n A v l).
Proof.
  intros i j Hi Hj. unfold left_vector. rewrite dot_scale_l, dot_scale_r, (image_dot m n A v l H) by lia.
  destruct (Nat.eqb_spec i j) as [->|N]; [|ring]. pose proof (Pos j Hj) as P.
  unfold singular_value. rewrite <- Rmult_assoc, <- Rinv_mult, sqrt_sqrt by lra. field. lra.
Qed.

(** A_k is the sum of the first k products (A v_i) v_i'. *)
Lemma truncated_images k a b : (k <= r)%nat -> truncated n A v l k a b = sum k (fun i => w i a * v i b).
Proof. intros Hk. apply sum_ext. intros i Hi. now rewrite left_vector_image by lia. Qed.

(** Beyond r the images vanish. *)
Lemma image_beyond i a : (r <= i < n)%nat -> (a < m)%nat -> w i a = 0.
Proof.
  intros Hi Ha. apply (dot_self_zero m (w i)); [|exact Ha]. unfold w.
  rewrite (image_dot m n A v l H), Nat.eqb_refl by lia. now apply Zero.
Qed.

(** A row of A in the basis. *)
Lemma row_in_basis a b : (b < n)%nat -> A a b = sum n (fun i => w i a * v i b).
Proof. intros Hb. exact (basis n n v orthonormal_basis (A a) eq_refl b Hb). Qed.

(** A sum whose terms vanish from r on is a sum up to r. *)
Lemma sum_until s (f : vec) : (r <= s)%nat -> (forall i, (r <= i < s)%nat -> f i = 0) -> sum s f = sum r f.
Proof.
  intros L Z. induction s as [|s IH]; [now replace r with 0%nat by lia|].
  destruct (Nat.eq_dec r (S s)) as [->|N]; [reflexivity|]. simpl. rewrite IH, Z; try lia; [ring|].
  intros i Hi. apply Z. lia.
Qed.

(** A is the sum of all r terms. *)
Lemma decomposition a b : (a < m)%nat -> (b < n)%nat -> A a b = truncated n A v l r a b.
Proof.
  intros Ha Hb. rewrite truncated_images, row_in_basis by (exact Hb || lia). apply sum_until; [exact Hr|].
  intros i Hi. rewrite image_beyond by assumption. ring.
Qed.

Section Truncation.
Variable k : nat.
Hypothesis Hk : (k <= r)%nat.

Let D := error_of_truncated n A v l k.
Let kept (i : nat) : R := if Nat.ltb i k then 0 else l i.

(** The error has the images A v_i for i >= k, and sends the first k of the basis to 0. *)
Lemma error_image i a : (i < n)%nat -> image n D (v i) a = if Nat.ltb i k then 0 else w i a.
Proof.
  intros Hi. unfold image, D, error_of_truncated.
  rewrite (sum_ext n _ (fun b => A a b * v i b - truncated n A v l k a b * v i b)) by (intros; ring).
  rewrite sum_minus. change (sum n (fun b => A a b * v i b)) with (w i a).
  assert (T : sum n (fun b => truncated n A v l k a b * v i b) = sum k (fun j => w j a * dot n (v j) (v i))).
  { rewrite (sum_ext n _ (fun b => sum k (fun j => w j a * (v j b * v i b)))).
    - rewrite sum_swap. apply sum_ext. intros j _. now rewrite sum_scale.
    - intros b _. rewrite truncated_images, Rmult_comm, <- sum_scale by exact Hk. apply sum_ext. intros. ring. }
  rewrite T. destruct (Nat.ltb_spec i k) as [L|L].
  - rewrite (sum_ext k _ (fun j => vertex i j * w j a)), sum_vertex by
      (exact L || (intros j Hj; rewrite orthonormal_basis by lia; unfold vertex; destruct (Nat.eqb j i); ring)). ring.
  - rewrite (sum_ext k _ (fun _ => 0)), sum_zero; [ring|]. intros j Hj. rewrite orthonormal_basis by lia.
    destruct (Nat.eqb_spec j i); [lia|ring].
Qed.

(** The images of the basis under the error are orthogonal. *)
Lemma error_image_dot i j : (i < n)%nat -> (j < n)%nat ->
  dot m (image n D (v i)) (image n D (v j)) = if Nat.eqb i j then kept i else 0.
Proof.
  intros Hi Hj. destruct (Nat.ltb_spec i k) as [Li|Li].
  - unfold kept. rewrite (proj2 (Nat.ltb_lt i k) Li). unfold dot. rewrite (sum_ext m _ (fun _ => 0)), sum_zero.
    + now destruct (Nat.eqb i j).
    + intros a _. rewrite error_image, (proj2 (Nat.ltb_lt i k) Li) by exact Hi. ring.
  - destruct (Nat.ltb_spec j k) as [Lj|Lj].
    + destruct (Nat.eqb_spec i j); [lia|]. unfold dot. rewrite (sum_ext m _ (fun _ => 0)), sum_zero; [reflexivity|].
      intros a _. rewrite (error_image j), (proj2 (Nat.ltb_lt j k) Lj) by exact Hj. ring.
    + rewrite (dot_ext m _ (w i) _ (w j)).
      * unfold w. rewrite (image_dot m n A v l H) by assumption. unfold kept.
        now rewrite (proj2 (Nat.ltb_ge i k) Li).
      * intros a _. now rewrite error_image, (proj2 (Nat.ltb_ge i k) Li) by exact Hi.
      * intros a _. now rewrite error_image, (proj2 (Nat.ltb_ge j k) Lj) by exact Hj.
Qed.

(** The squared Frobenius norm of the error. *)
Lemma error_frobenius : frobenius_norm m n D ^ 2 = sum r (fun i => if Nat.ltb i k then 0 else singular_value l i ^ 2).
Proof.
  unfold frobenius_norm. rewrite pow2_sqrt.
  - rewrite <- (orthogonal_frobenius m n D v kept orthonormal_basis error_image_dot), (sum_until n kept Hr).
    + apply sum_ext. intros i Hi. unfold kept, singular_value. destruct (Nat.ltb i k); [reflexivity|].
      rewrite pow2_sqrt; [reflexivity|left; now apply Pos].
    + intros i Hi. unfold kept. destruct (Nat.ltb_spec i k); [reflexivity|]. now apply Zero.
  - apply sum_nonneg. intros i _. apply sum_nonneg. intros. apply pow2_ge_0.
Qed.

(** The spectral norm of the error is the first singular value left out. *)
Lemma error_spectral_norm : (k < r)%nat -> spectral_norm m n D (singular_value l k).
Proof.
  intros L. pose proof (Pos k L) as P. split; [apply sqrt_pos|]. intros K HK. split.
  - intros G. specialize (G (v k)). apply norm2_le in G; [|exact HK].
    rewrite error_image_dot, orthonormal_basis in G by lia.
    rewrite Nat.eqb_refl in G. unfold kept in G. rewrite Nat.ltb_irrefl in G.
    unfold singular_value. rewrite <- (sqrt_pow2 K HK). apply sqrt_le_1_alt. lra.
  - intros G x. apply norm2_le; [exact HK|].
    apply (orthogonal_image_le m n D v kept orthonormal_basis error_image_dot). intros i Hi. unfold kept.
    assert (K2 : l k <= K ^ 2).
    { rewrite <- (pow2_sqrt (l k)) by lra. apply pow_incr. split; [apply sqrt_pos|exact G]. }
    destruct (Nat.ltb_spec i k); [lra|]. pose proof (singular_order _ _ _ _ _ H k i ltac:(lia) Hi) as M. lra.
Qed.
End Truncation.
End Decomposition.

(** Let v be an orthonormal eigenbasis of A'A as in spectral-norm, sigma_0 >= ... >= sigma_(r-1) > 0 the roots of its
    nonzero eigenvalues and u_i = A v_i/sigma_i. The u_i are orthonormal and A = sum sigma_i u_i v_i'. For
    A_k = sum_(i < k) sigma_i u_i v_i', k < r, the error is |A - A_k|_F^2 = sum_(i >= k) sigma_i^2 and
    sigma(A - A_k) = sigma_k: with each further term the first falls by sigma_k^2 > 0, and the second does not grow. *)
Theorem truncated_svd m n A v l r : singular m n A v l -> (r <= n)%nat ->
  (forall i, (i < r)%nat -> 0 < l i) -> (forall i, (r <= i < n)%nat -> l i = 0) ->
  let sigma := singular_value l in let E := error_of_truncated n A v l in
  orthonormal m r (left_vector n A v l) /\
  (forall a b, (a < m)%nat -> (b < n)%nat -> A a b = truncated n A v l r a b) /\
  (forall k, (k <= r)%nat -> frobenius_norm m n (E k) ^ 2 = sum r (fun i => if Nat.ltb i k then 0 else sigma i ^ 2)) /\
  forall k, (k < r)%nat -> spectral_norm m n (E k) (sigma k) /\
    frobenius_norm m n (E k) ^ 2 - frobenius_norm m n (E (S k)) ^ 2 = sigma k ^ 2 /\ 0 < sigma k ^ 2 /\
    exists s, spectral_norm m n (E (S k)) s /\ s <= sigma k.
Proof.
  intros H Hr Pos Zero sigma E. split; [now apply left_vectors_orthonormal|].
  split; [intros a b; now apply (decomposition m n A v l r)|].
  assert (F : forall k, (k <= r)%nat ->
    frobenius_norm m n (E k) ^ 2 = sum r (fun i => if Nat.ltb i k then 0 else sigma i ^ 2))
    by (intros k Hk; exact (error_frobenius m n A v l r H Hr Pos Zero k Hk)).
  split; [exact F|]. intros k Hk. assert (P : 0 < sigma k) by (apply sqrt_lt_R0; now apply Pos).
  split; [exact (error_spectral_norm m n A v l r H Hr Pos k ltac:(lia) Hk)|]. split; [|split; [nra|]].
  - rewrite 2 F, <- sum_minus by lia. rewrite (sum_ext r _ (fun i => vertex k i * sigma i ^ 2)).
    + now rewrite sum_vertex.
    + intros i Hi. unfold vertex.
      destruct (Nat.ltb_spec i k), (Nat.ltb_spec i (S k)), (Nat.eqb_spec i k); try lia; ring.
  - destruct (Nat.eq_dec (S k) r) as [L|N].
    + exists 0. split; [|lra]. split; [lra|]. intros K HK. split; [intros _; exact HK|]. intros _ x.
      rewrite (norm2_ext m _ zero).
      * unfold norm2, dot at 1.
        rewrite (sum_ext m (fun i => zero i * zero i) (fun _ => 0)) by (intros; unfold zero; ring).
        rewrite sum_zero, sqrt_0. apply Rmult_le_pos; [exact HK|apply sqrt_pos].
      * intros a Ha. unfold image. rewrite (sum_ext n _ (fun _ => 0)), sum_zero; [reflexivity|]. intros b Hb.
        unfold E, error_of_truncated. rewrite L, <- (decomposition m n A v l r H Hr Pos Zero a b Ha Hb). ring.
    + exists (sigma (S k)). split; [exact (error_spectral_norm m n A v l r H Hr Pos (S k) ltac:(lia) ltac:(lia))|].
      apply sqrt_le_1_alt. apply (singular_order _ _ _ _ _ H); lia.
Qed.
