(** The eigenvalues of A'A and AA': not negative, and the nonzero ones the same; an orthonormal eigenbasis of A'A, and
    the lengths of images in it. *)

From Coq Require Import Reals Lra Lia Arith Classical.
From TightMax Require Import Vectors Conjugate Euclid Matrices SpectralTheorem.
Open Scope R_scope.

(** A'A for a matrix A of m rows. *)
Definition gram (m : nat) (A : mat) : mat := fun i j => sum m (fun r => A r i * A r j).

(** S x = mu x, and x = 0, in the first n entries. *)
Definition eigen (n : nat) (S : mat) (mu : R) (x : vec) : Prop := forall i, (i < n)%nat -> image n S x i = mu * x i.
Definition vanishes (n : nat) (x : vec) : Prop := forall i, (i < n)%nat -> x i = 0.

(** A'A is symmetric. *)
Lemma gram_symmetric n m A : symmetric_matrix n (gram m A).
Proof. intros i j _ _. apply sum_ext. intros. ring. Qed.

(** (A'A)x = A'(Ax). *)
Lemma image_gram m n A x i : image n (gram m A) x i = image m (transpose A) (image n A x) i.
Proof.
  unfold image, gram, transpose. rewrite (sum_ext n _ (fun j => sum m (fun r => A r i * (A r j * x j)))).
  - rewrite sum_swap. apply sum_ext. intros r _. now rewrite sum_scale.
  - intros j _. rewrite Rmult_comm, <- sum_scale. apply sum_ext. intros. ring.
Qed.

(** x'(A'A)x = |Ax|^2. *)
Lemma form_gram m n A x : form n (gram m A) x = dot m (image n A x) (image n A x).
Proof.
  unfold form. rewrite (dot_ext n x x _ (image m (transpose A) (image n A x)))
    by (reflexivity || (intros; apply image_gram)).
  now rewrite dot_comm, <- dot_image.
Qed.

(** ** Eigenvalues *)

(** |Ax|^2 = mu |x|^2 for an eigenvector of A'A. *)
Lemma eigen_square m n A mu x : eigen n (gram m A) mu x -> dot m (image n A x) (image n A x) = mu * dot n x x.
Proof.
  intros E. rewrite <- form_gram. unfold form. rewrite (dot_ext n x x _ (scale mu x)) by (reflexivity || exact E).
  apply dot_scale_r.
Qed.

(** A vector that does not vanish has a positive square. *)
Lemma square_positive n x : ~ vanishes n x -> 0 < dot n x x.
Proof.
  intros N. destruct (Rle_lt_or_eq_dec _ _ (dot_self_nonneg n x)) as [P|Z]; [exact P|].
  exfalso. apply N. intros i Hi. now apply (dot_self_zero n x).
Qed.

(** So an eigenvalue of A'A is not negative. *)
Lemma eigenvalue_nonneg m n A mu x : eigen n (gram m A) mu x -> ~ vanishes n x -> 0 <= mu.
Proof.
  intros E N. pose proof (square_positive n x N) as P. pose proof (dot_self_nonneg m (image n A x)) as Q.
  rewrite (eigen_square m n A mu x E) in Q. apply Rnot_lt_le. intros L. nra.
Qed.

(** A maps the eigenspace of A'A to that of AA'. *)
Lemma eigen_image m n A mu x : eigen n (gram m A) mu x -> eigen m (gram n (transpose A)) mu (image n A x).
Proof.
  intros E i Hi. rewrite image_gram. change (transpose (transpose A)) with A.
  rewrite (image_ext n A _ (scale mu x)); [apply image_scale|]. intros j Hj. rewrite <- image_gram. now apply E.
Qed.

(** A'/mu maps it back. *)
Lemma eigen_back m n A mu x : mu <> 0 -> eigen n (gram m A) mu x ->
  forall i, (i < n)%nat -> / mu * image m (transpose A) (image n A x) i = x i.
Proof. intros N E i Hi. rewrite <- image_gram, E by exact Hi. field. exact N. Qed.

(** k orthonormal eigenvectors of A'A give as many of AA'. *)
Lemma eigen_orthonormal m n A mu k v : mu <> 0 -> orthonormal n k v ->
  (forall j, (j < k)%nat -> eigen n (gram m A) mu (v j)) ->
  exists w, orthonormal m k w /\ forall j, (j < k)%nat -> eigen m (gram n (transpose A)) mu (w j).
Proof.
  intros N O E. destruct (Nat.eq_dec k 0) as [->|Nk]; [exists v; split; [intros i j|intros j]; lia|].
  assert (P : 0 < mu).
  { pose proof (O 0%nat 0%nat ltac:(lia) ltac:(lia)) as One. simpl in One.
    assert (Nv : ~ vanishes n (v 0%nat)).
    { intros V. unfold dot in One. rewrite (sum_ext n _ (fun _ => 0)), sum_zero in One; [lra|].
      intros i Hi. rewrite (V i Hi). ring. }
    pose proof (eigenvalue_nonneg m n A mu _ (E 0%nat ltac:(lia)) Nv). lra. }
  exists (fun j => scale (/ sqrt mu) (image n A (v j))). split.
  - intros i j Hi Hj. rewrite dot_scale_l, dot_scale_r, dot_image.
    rewrite (dot_ext n _ (scale mu (v i)) _ (v j)); [|intros r Hr; rewrite <- image_gram; now apply E|reflexivity].
    rewrite dot_scale_l, O, <- Rmult_assoc, <- Rinv_mult, sqrt_sqrt by (assumption || lra).
    destruct (Nat.eqb i j); field; lra.
  - intros j Hj i Hi. pose proof (eigen_image m n A mu (v j) (E j Hj) i Hi) as H. rewrite image_scale, H.
    unfold scale. ring.
Qed.

(** For every real m x n matrix A: no eigenvalue of A'A or AA' is negative. The nonzero eigenvalues of both are the
    same, with eigenspaces of the same dimension (k orthonormal eigenvectors of one if and only if k of the other),
    which A and A' map to each other (A'/mu undoes what A does, and A what A'/mu does). All eigenvalues of A'A are
    positive if and only if Ax = 0 for no x <> 0. *)
Theorem singular_values m n A :
  let AtA := gram m A in let AAt := gram n (transpose A) in
  (forall mu x, eigen n AtA mu x -> ~ vanishes n x -> 0 <= mu) /\
  (forall mu y, eigen m AAt mu y -> ~ vanishes m y -> 0 <= mu) /\
  (forall mu, mu <> 0 ->
    ((exists x, eigen n AtA mu x /\ ~ vanishes n x) <-> (exists y, eigen m AAt mu y /\ ~ vanishes m y)) /\
    (forall k, (exists v, orthonormal n k v /\ forall j, (j < k)%nat -> eigen n AtA mu (v j)) <->
      (exists w, orthonormal m k w /\ forall j, (j < k)%nat -> eigen m AAt mu (w j))) /\
    (forall x, eigen n AtA mu x -> eigen m AAt mu (image n A x) /\
      forall i, (i < n)%nat -> / mu * image m (transpose A) (image n A x) i = x i) /\
    (forall y, eigen m AAt mu y -> eigen n AtA mu (image m (transpose A) y) /\
      forall i, (i < m)%nat -> / mu * image n A (image m (transpose A) y) i = y i)) /\
  ((forall mu x, eigen n AtA mu x -> ~ vanishes n x -> 0 < mu) <->
   (forall x, vanishes m (image n A x) -> vanishes n x)).
Proof.
  assert (X : forall m n A mu, mu <> 0 -> (exists x, eigen n (gram m A) mu x /\ ~ vanishes n x) ->
    exists y, eigen m (gram n (transpose A)) mu y /\ ~ vanishes m y).
  { clear. intros m n A mu N (x & E & V). exists (image n A x). split; [now apply eigen_image|]. intros W. apply V.
    intros i Hi. rewrite <- (eigen_back m n A mu x N E i Hi). unfold image at 1.
    rewrite (sum_ext m _ (fun _ => 0)), sum_zero; [ring|]. intros r Hr. rewrite (W r Hr). ring. }
  intros AtA AAt. split; [intros mu x; apply eigenvalue_nonneg|].
  split; [intros mu y; apply (eigenvalue_nonneg n m (transpose A))|]. split.
  - intros mu N. split; [|split; [|split]].
    + split; [now apply X|exact (X n m (transpose A) mu N)].
    + intros k. split; intros (v & O & E); [now apply (eigen_orthonormal m n A mu k v)|].
      exact (eigen_orthonormal n m (transpose A) mu k v N O E).
    + intros x E. split; [now apply eigen_image|now apply eigen_back].
    + intros y E. split; [exact (eigen_image n m (transpose A) mu y E)|exact (eigen_back n m (transpose A) mu y N E)].
  - split.
    + intros H x Z. assert (E : eigen n AtA 0 x).
      { intros i Hi. unfold AtA. rewrite image_gram, Rmult_0_l. unfold image at 1. rewrite <- (sum_zero m).
        apply sum_ext. intros r Hr. rewrite (Z r Hr). ring. }
      apply NNPP. intros N. specialize (H 0 x E N). lra.
    + intros H mu x E N. destruct (Rle_lt_or_eq_dec _ _ (eigenvalue_nonneg m n A mu x E N)) as [P|Z]; [exact P|].
      exfalso. apply N, H. intros i Hi. apply (dot_self_zero m (image n A x)); [|exact Hi].
      rewrite (eigen_square m n A mu x E), <- Z. ring.
Qed.

(** ** An eigenbasis *)

(** An orthonormal basis v of eigenvectors of A'A, with the eigenvalues l in decreasing order, none negative. *)
Record singular (m n : nat) (A : mat) (v : nat -> vec) (l : nat -> R) : Prop := Singular {
  singular_orthonormal : orthonormal n n v;
  singular_eigen : forall j, (j < n)%nat -> eigen n (gram m A) (l j) (v j);
  singular_order : forall i j, (i <= j)%nat -> (j < n)%nat -> l j <= l i;
  singular_nonneg : forall j, (j < n)%nat -> 0 <= l j
}.

(** A basis vector does not vanish. *)
Lemma orthonormal_not_vanishing n k v j : orthonormal n k v -> (j < k)%nat -> ~ vanishes n (v j).
Proof.
  intros O Hj V. pose proof (O j j Hj Hj) as One. rewrite Nat.eqb_refl in One. unfold dot in One.
  rewrite (sum_ext n _ (fun _ => 0)), sum_zero in One; [lra|]. intros i Hi. rewrite (V i Hi). ring.
Qed.

(** Every matrix has such a basis, by the spectral theorem. *)
Theorem singular_exists m n A : exists v l, singular m n A v l.
Proof.
  destruct (spectral n (gram m A) (gram_symmetric n m A)) as (v & l & O & E & D). exists v, l.
  assert (E' : forall j, (j < n)%nat -> eigen n (gram m A) (l j) (v j)) by (intros j Hj i Hi; now apply E).
  split; try assumption. intros j Hj. apply (eigenvalue_nonneg m n A _ (v j) (E' j Hj)).
  now apply (orthonormal_not_vanishing n n v).
Qed.

(** ** Orthogonal images of an orthonormal basis *)

Section OrthogonalImages.
Variables (m n : nat) (A : mat) (v : nat -> vec) (l : nat -> R).
Hypothesis O : orthonormal n n v.
Hypothesis D : forall i j, (i < n)%nat -> (j < n)%nat ->
  dot m (image n A (v i)) (image n A (v j)) = if Nat.eqb i j then l i else 0.

(** For x = sum c_i v_i: |Ax|^2 = sum l_i c_i^2. *)
Lemma orthogonal_combination c :
  dot m (image n A (combination n c v)) (image n A (combination n c v)) = sum n (fun i => l i * c i ^ 2).
Proof.
  set (w := fun j => image n A (v j)).
  rewrite (dot_ext m _ (combination n c w) _ (combination n c w)) by (intros; apply image_combination).
  rewrite dot_combination. apply sum_ext. intros j Hj.
  rewrite dot_comm, dot_combination, (sum_ext n _ (fun i => vertex j i * (c i * l i))).
  - rewrite sum_vertex by exact Hj. ring.
  - intros i Hi. unfold w. rewrite D by assumption. unfold vertex.
    rewrite Nat.eqb_sym. destruct (Nat.eqb_spec i j) as [->|N]; ring.
Qed.

(** With the coefficients of x for c: |Ax|^2 = sum l_i <x, v_i>^2. *)
Lemma orthogonal_image_square x :
  dot m (image n A x) (image n A x) = sum n (fun i => l i * coefficients n v x i ^ 2).
Proof.
  rewrite <- orthogonal_combination. apply dot_ext; intros r _; apply image_ext; intros i; now apply (basis n n v O).
Qed.

(** |x|^2 = sum <x, v_i>^2. *)
Lemma basis_square x : dot n x x = sum n (fun i => coefficients n v x i ^ 2).
Proof. rewrite <- (combination_square n n v O). apply dot_ext; intros i; now apply (basis n n v O). Qed.

(** The sum of the l_i is the sum of the squares of the entries of A. *)
Lemma orthogonal_frobenius : sum n l = sum m (fun i => sum n (fun j => A i j ^ 2)).
Proof.
  transitivity (sum n (fun j => sum m (fun i => image n A (v j) i ^ 2))).
  - apply sum_ext. intros j Hj. transitivity (dot m (image n A (v j)) (image n A (v j))).
    + rewrite D by exact Hj. now rewrite Nat.eqb_refl.
    + apply sum_ext. intros. ring.
  - rewrite sum_swap. apply sum_ext. intros i _.
    transitivity (sum n (fun j => coefficients n v (A i) j ^ 2)); [reflexivity|].
    rewrite <- basis_square. apply sum_ext. intros. ring.
Qed.

(** What bounds the l_i bounds the gain: |Ax|^2 <= b |x|^2. *)
Lemma orthogonal_image_le b x : (forall i, (i < n)%nat -> l i <= b) ->
  dot m (image n A x) (image n A x) <= b * dot n x x.
Proof.
  intros H. rewrite orthogonal_image_square, basis_square, <- sum_scale. apply sum_le. intros i Hi.
  apply Rmult_le_compat_r; [apply pow2_ge_0|now apply H].
Qed.
End OrthogonalImages.

Section Singular.
Variables (m n : nat) (A : mat) (v : nat -> vec) (l : nat -> R).
Hypothesis H : singular m n A v l.
Let orthonormal_basis := singular_orthonormal _ _ _ _ _ H.

(** The images of the basis are orthogonal, with squared lengths l. *)
Lemma image_dot i j : (i < n)%nat -> (j < n)%nat ->
  dot m (image n A (v i)) (image n A (v j)) = if Nat.eqb i j then l i else 0.
Proof.
  intros Hi Hj. rewrite dot_image, (dot_ext n _ (scale (l i) (v i)) (v j) (v j)).
  - rewrite dot_scale_l, orthonormal_basis by assumption. destruct (Nat.eqb i j); ring.
  - intros r Hr. rewrite <- image_gram. now apply (singular_eigen _ _ _ _ _ H).
  - reflexivity.
Qed.

(** For x = sum c_i v_i: |Ax|^2 = sum l_i c_i^2. *)
Lemma combination_image c :
  dot m (image n A (combination n c v)) (image n A (combination n c v)) = sum n (fun i => l i * c i ^ 2).
Proof. now apply orthogonal_combination, image_dot. Qed.

(** Every vector is a combination of the basis. *)
Lemma coordinates x i : (i < n)%nat -> x i = combination n (coefficients n v x) v i.
Proof. intros Hi. now apply (basis n n v orthonormal_basis). Qed.

(** |Ax|^2 <= l_1 |x|^2. *)
Lemma image_le x : (1 <= n)%nat -> dot m (image n A x) (image n A x) <= l 0%nat * dot n x x.
Proof.
  intros Hn. apply (orthogonal_image_le m n A v l orthonormal_basis image_dot). intros i Hi.
  apply (singular_order _ _ _ _ _ H); lia.
Qed.

(** sum l_i is the sum of the squares of the entries of A. *)
Lemma frobenius : sum n l = sum m (fun i => sum n (fun j => A i j ^ 2)).
Proof. exact (orthogonal_frobenius m n A v l orthonormal_basis image_dot). Qed.
End Singular.
