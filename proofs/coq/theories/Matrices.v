(** Real matrices as functions of two indices of which only the first entries count; combinations of vectors, and
    orthonormal vectors: what they leave of a vector, and that n of them are a basis of R^n. *)

From Coq Require Import Reals Lra Lia Arith Classical.
From TightMax Require Import Vectors Conjugate Euclid.
Open Scope R_scope.

Definition mat := nat -> nat -> R.

(** A x for a matrix A of n columns, the transpose A', and the quadratic form x' S x. *)
Definition image (n : nat) (A : mat) (x : vec) : vec := fun i => sum n (fun j => A i j * x j).
Definition transpose (A : mat) : mat := fun i j => A j i.
Definition form (n : nat) (S : mat) (x : vec) : R := dot n x (image n S x).

(** The combination of v_0, ..., v_(k-1) with the coefficients c. *)
Definition combination (k : nat) (c : vec) (v : nat -> vec) : vec := fun i => sum k (fun j => c j * v j i).

Definition orthonormal (n k : nat) (v : nat -> vec) : Prop :=
  forall i j, (i < k)%nat -> (j < k)%nat -> dot n (v i) (v j) = if Nat.eqb i j then 1 else 0.

(** ** Sums and products *)

(** The inner product is additive in its first argument as well. *)
Lemma dot_add_l n x y z : dot n (add x y) z = dot n x z + dot n y z.
Proof. now rewrite dot_comm, dot_add_r, 2 (dot_comm n z). Qed.

(** A factor comes out of the first argument too. *)
Lemma dot_scale_l n c x y : dot n (scale c x) y = c * dot n x y.
Proof. now rewrite dot_comm, dot_scale_r, dot_comm. Qed.

(** The inner product with a unit vector is an entry. *)
Lemma dot_vertex n x i : (i < n)%nat -> dot n (vertex i) x = x i.
Proof. intros Hi. now apply sum_vertex. Qed.

(** A vector without length vanishes. *)
Lemma dot_self_zero n x : dot n x x = 0 -> forall i, (i < n)%nat -> x i = 0.
Proof.
  intros E i Hi. pose proof (sum_term_le n (fun j => x j * x j) i (fun j _ => Rle_0_sqr (x j)) Hi) as T.
  fold (dot n x x) in T. rewrite E in T. pose proof (Rle_0_sqr (x i)) as P. apply Rsqr_0_uniq. unfold Rsqr in *.
  cbv beta in T. lra.
Qed.

(** The image depends on the first n entries only. *)
Lemma image_ext n A x y i : (forall j, (j < n)%nat -> x j = y j) -> image n A x i = image n A y i.
Proof. intros E. apply sum_ext. intros j Hj. now rewrite E. Qed.

(** The image of a sum. *)
Lemma image_add n A x y i : image n A (add x y) i = image n A x i + image n A y i.
Proof. unfold image, add. rewrite <- sum_plus. apply sum_ext. intros. ring. Qed.

(** The image of a difference. *)
Lemma image_sub n A x y i : image n A (sub x y) i = image n A x i - image n A y i.
Proof. unfold image, sub. rewrite <- sum_minus. apply sum_ext. intros. ring. Qed.

(** The image of a multiple. *)
Lemma image_scale n A c x i : image n A (scale c x) i = c * image n A x i.
Proof. unfold image, scale. rewrite <- sum_scale. apply sum_ext. intros. ring. Qed.

(** The image of a combination is the combination of the images. *)
Lemma image_combination n A k c v i : image n A (combination k c v) i = combination k c (fun j => image n A (v j)) i.
Proof.
  unfold image, combination. rewrite (sum_ext n _ (fun r => sum k (fun j => c j * (A i r * v j r)))).
  - rewrite sum_swap. apply sum_ext. intros j _. now rewrite sum_scale.
  - intros r _. rewrite <- sum_scale. apply sum_ext. intros. ring.
Qed.

(** <y, Ax> = <A'y, x>. *)
Lemma dot_image m n A x y : dot m y (image n A x) = dot n (image m (transpose A) y) x.
Proof.
  unfold dot, image, transpose. rewrite (sum_ext m _ (fun i => sum n (fun j => x j * (A i j * y i)))).
  - rewrite sum_swap. apply sum_ext. intros j _. rewrite sum_scale. ring.
  - intros i _. rewrite <- sum_scale. apply sum_ext. intros. ring.
Qed.

(** The inner product with a combination. *)
Lemma dot_combination n k c v x : dot n x (combination k c v) = sum k (fun j => c j * dot n x (v j)).
Proof.
  unfold combination, dot. rewrite (sum_ext n _ (fun i => sum k (fun j => c j * (x i * v j i)))).
  - rewrite sum_swap. apply sum_ext. intros j _. now rewrite sum_scale.
  - intros i _. rewrite <- sum_scale. apply sum_ext. intros. ring.
Qed.

(** ** Quadratic forms *)

Definition symmetric_matrix (n : nat) (S : mat) : Prop := forall i j, (i < n)%nat -> (j < n)%nat -> S i j = S j i.

(** A symmetric matrix may change sides. *)
Lemma dot_image_symmetric n S x y : symmetric_matrix n S -> dot n y (image n S x) = dot n x (image n S y).
Proof.
  intros Sym. rewrite dot_image, dot_comm. apply sum_ext. intros i Hi. f_equal. apply sum_ext. intros j Hj.
  unfold transpose. now rewrite Sym.
Qed.

(** The form of a multiple. *)
Lemma form_scale n S c x : form n S (scale c x) = c ^ 2 * form n S x.
Proof.
  unfold form. rewrite (dot_ext n _ (scale c x) _ (scale c (image n S x)));
    [rewrite dot_scale_l, dot_scale_r; ring|reflexivity|intros i _; apply image_scale].
Qed.

(** The form along a line. *)
Lemma form_line n S x y t : symmetric_matrix n S ->
  form n S (add x (scale t y)) = form n S x + 2 * t * dot n y (image n S x) + t ^ 2 * form n S y.
Proof.
  intros Sym. unfold form.
  rewrite (dot_ext n _ (add x (scale t y)) _ (add (image n S x) (scale t (image n S y)))).
  - rewrite dot_add_l, 2 dot_add_r, !dot_scale_l, !dot_scale_r, (dot_image_symmetric n S y x Sym). ring.
  - reflexivity.
  - intros i _. rewrite image_add, image_scale. reflexivity.
Qed.

(** The square of the length along a line. *)
Lemma dot_self_line n x y t :
  dot n (add x (scale t y)) (add x (scale t y)) = dot n x x + 2 * t * dot n x y + t ^ 2 * dot n y y.
Proof. rewrite dot_add_l, 2 dot_add_r, !dot_scale_l, !dot_scale_r, (dot_comm n y x). ring. Qed.

(** ** Orthonormal vectors *)

Section Orthonormal.
Variables (n k : nat) (v : nat -> vec).
Hypothesis O : orthonormal n k v.

(** The coefficients of x, and what the combination with them leaves of x. *)
Definition coefficients (x : vec) : vec := fun j => dot n x (v j).
Definition residual (x : vec) : vec := sub x (combination k (coefficients x) v).

(** The coefficients of a combination are those it is made with. *)
Lemma combination_coefficient c j : (j < k)%nat -> dot n (combination k c v) (v j) = c j.
Proof.
  intros Hj. rewrite dot_comm, dot_combination, (sum_ext k _ (fun i => vertex j i * c i)).
  - now apply sum_vertex.
  - intros i Hi. rewrite O by assumption. unfold vertex. rewrite Nat.eqb_sym. destruct (Nat.eqb i j); ring.
Qed.

(** |sum c_j v_j|^2 = sum c_j^2. *)
Lemma combination_square c : dot n (combination k c v) (combination k c v) = sum k (fun j => c j ^ 2).
Proof. rewrite dot_combination. apply sum_ext. intros j Hj. rewrite combination_coefficient by exact Hj. ring. Qed.

(** What is left is orthogonal to the v_j. *)
Lemma residual_orthogonal x j : (j < k)%nat -> dot n (residual x) (v j) = 0.
Proof.
  intros Hj. unfold residual. rewrite dot_sub_l, combination_coefficient by exact Hj. unfold coefficients. ring.
Qed.

(** What is left is shorter by the squares of the coefficients. *)
Lemma residual_square x : dot n (residual x) (residual x) = dot n x x - sum k (fun j => coefficients x j ^ 2).
Proof.
  unfold residual. rewrite dot_sub_self, combination_square, dot_combination.
  rewrite (sum_ext k (fun j => coefficients x j * dot n x (v j)) (fun j => coefficients x j ^ 2))
    by (intros; unfold coefficients; ring). ring.
Qed.

(** The squared rests of the unit vectors add up to n - k. *)
Lemma residuals_total : sum n (fun i => dot n (residual (vertex i)) (residual (vertex i))) = INR n - INR k.
Proof.
  rewrite (sum_ext n _ (fun i => 1 - sum k (fun j => v j i ^ 2))).
  - rewrite sum_minus, sum_const, sum_swap, (sum_ext k _ (fun _ => 1)); [rewrite sum_const; ring|].
    intros j Hj. rewrite (sum_ext n _ (fun i => v j i * v j i)) by (intros; ring).
    fold (dot n (v j) (v j)). rewrite O by exact Hj. now rewrite Nat.eqb_refl.
  - intros i Hi. rewrite residual_square, dot_vertex by exact Hi. unfold vertex at 1. rewrite Nat.eqb_refl.
    f_equal. apply sum_ext. intros j _. unfold coefficients. now rewrite dot_vertex.
Qed.

(** Fewer than n of them leave a unit vector that is orthogonal to all. *)
Lemma one_more : (k < n)%nat -> exists x, dot n x x = 1 /\ forall j, (j < k)%nat -> dot n x (v j) = 0.
Proof.
  intros Hk. apply NNPP. intros N.
  assert (Z : forall i, (i < n)%nat -> dot n (residual (vertex i)) (residual (vertex i)) = 0).
  { intros i Hi. set (r := residual (vertex i)). pose proof (dot_self_nonneg n r) as P.
    destruct (Req_dec (dot n r r) 0) as [E|E]; [exact E|exfalso]. apply N.
    exists (scale (/ sqrt (dot n r r)) r). split.
    - rewrite dot_scale_l, dot_scale_r, <- Rmult_assoc, <- Rinv_mult, sqrt_sqrt by lra. now apply Rinv_l.
    - intros j Hj. rewrite dot_scale_l. unfold r. rewrite residual_orthogonal by exact Hj. ring. }
  pose proof residuals_total as T. rewrite (sum_ext n _ (fun _ => 0) Z), sum_zero in T. apply lt_INR in Hk. lra.
Qed.

(** n of them are a basis of R^n: they leave nothing of the unit vectors. *)
Lemma basis x : k = n -> forall i, (i < n)%nat -> x i = combination k (coefficients x) v i.
Proof.
  intros Hk i Hi.
  assert (P : forall j, 0 <= dot n (residual (vertex j)) (residual (vertex j))) by (intros; apply dot_self_nonneg).
  assert (Z : dot n (residual (vertex i)) (residual (vertex i)) = 0).
  { apply Rle_antisym; [|apply P].
    set (r := fun j => dot n (residual (vertex j)) (residual (vertex j))).
    pose proof (sum_term_le n r i (fun j _ => P j) Hi) as T.
    change (sum n r) with (sum n (fun j => dot n (residual (vertex j)) (residual (vertex j)))) in T.
    rewrite residuals_total, Hk in T. unfold r in T. lra. }
  rewrite <- (dot_vertex n x i Hi) at 1. transitivity (dot n (combination k (coefficients (vertex i)) v) x).
  - apply sum_ext. intros r Hr. f_equal. pose proof (dot_self_zero n _ Z r Hr) as E. unfold residual, sub in E. lra.
  - rewrite dot_comm, dot_combination. apply sum_ext. intros j _. unfold coefficients.
    rewrite dot_vertex by exact Hi. ring.
Qed.
End Orthonormal.
