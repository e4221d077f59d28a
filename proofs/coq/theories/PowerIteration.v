(** Power iteration: after k multiplications with A'A the quotient |Ay|^2/|y|^2 is close to the largest eigenvalue. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Conjugate Euclid Matrices SpectralTheorem SingularValues OddPowers.
Open Scope R_scope.

(** S^k x. *)
Definition iterate (n : nat) (S : mat) (k : nat) (x : vec) : vec := Nat.iter k (image n S) x.

(** S^k x depends on the first n entries of x only. *)
Lemma iterate_ext n S k x x' i : (i < n)%nat -> (forall j, (j < n)%nat -> x j = x' j) ->
  iterate n S k x i = iterate n S k x' i.
Proof.
  intros Hi E. revert i Hi. induction k as [|k IH]; intros i Hi; simpl; [now apply E|]. apply image_ext. exact IH.
Qed.

(** S^k is linear. *)
Lemma iterate_add n S k x y i : (i < n)%nat -> iterate n S k (add x y) i = iterate n S k x i + iterate n S k y i.
Proof.
  revert i. induction k as [|k IH]; intros i Hi; simpl; [reflexivity|].
  rewrite (image_ext n S _ (add (iterate n S k x) (iterate n S k y))) by exact IH. apply image_add.
Qed.

(** On an eigenvector it is the power of the eigenvalue. *)
Lemma iterate_eigen n S k mu x i : eigen n S mu x -> (i < n)%nat -> iterate n S k x i = mu ^ k * x i.
Proof.
  intros E. revert i. induction k as [|k IH]; intros i Hi; simpl; [ring|].
  rewrite (image_ext n S _ (scale (mu ^ k) x)) by exact IH. rewrite image_scale, (E i Hi). ring.
Qed.

(** A symmetric S may change sides with an eigenvector: <S^k x, z> = mu^k <x, z>. *)
Lemma iterate_dot n S k mu x z : symmetric_matrix n S -> eigen n S mu z ->
  dot n (iterate n S k x) z = mu ^ k * dot n x z.
Proof.
  intros Sym E. induction k as [|k IH]; simpl; [ring|]. rewrite dot_comm, (dot_image_symmetric n S _ z Sym).
  fold (iterate n S k x). rewrite (dot_ext n _ (iterate n S k x) _ (scale mu z)) by (reflexivity || exact E).
  rewrite dot_scale_r, IH. ring.
Qed.

Section Power.
Variables (m n : nat) (A : mat) (top s : R) (p r : vec).
Let AtA := gram m A.
Hypotheses (Htop : 0 < top) (Hs : 0 < s).
(** top is the largest eigenvalue, with a gap below it. *)
Hypothesis Hgap : forall mu z, eigen n AtA mu z -> ~ vanishes n z -> mu = top \/ mu <= top / (1 + s).
(** x = p + r with p in the eigenspace of top and r orthogonal to it. *)
Hypothesis Hp : eigen n AtA top p.
Hypothesis Hr : forall z, eigen n AtA top z -> dot n r z = 0.
Hypothesis Pp : 0 < dot n p p.

Let Sym : symmetric_matrix n AtA := gram_symmetric n m A.

(** No eigenvalue is larger. *)
Lemma eigenvalue_le_top mu z : eigen n AtA mu z -> ~ vanishes n z -> mu <= top.
Proof.
  intros E N. destruct (Hgap mu z E N) as [->|L]; [lra|]. eapply Rle_trans; [exact L|].
  apply (Rmult_le_reg_r (1 + s)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra.
Qed.

(** What is orthogonal to the eigenspace is multiplied by at most top/(1 + s) at every step. *)
Lemma iterate_rest_square k :
  dot n (iterate n AtA k r) (iterate n AtA k r) <= (top / (1 + s)) ^ (2 * k) * dot n r r.
Proof.
  destruct (singular_exists m n A) as (v & l & H). pose proof (singular_orthonormal _ _ _ _ _ H) as O.
  rewrite 2 (basis_square n v O), <- sum_scale. apply sum_le. intros i Hi. unfold coefficients.
  pose proof (singular_eigen _ _ _ _ _ H i Hi) as E. rewrite (iterate_dot n AtA k (l i) r (v i) Sym E).
  rewrite Rpow_mult_distr, <- pow_mult, Nat.mul_comm.
  destruct (Hgap (l i) (v i) E (orthonormal_not_vanishing n n v i O Hi)) as [T|L].
  - rewrite Hr by (rewrite <- T; exact E). rewrite pow_ne_zero by lia. lra.
  - apply Rmult_le_compat_r; [apply pow2_ge_0|]. apply pow_incr. split; [|exact L].
    now apply (singular_nonneg _ _ _ _ _ H).
Qed.

(** |S^k (p + r)|^2 = top^(2k) |p|^2 + |S^k r|^2. *)
Lemma iterate_square k : let y := iterate n AtA k (add p r) in
  dot n y y = top ^ (2 * k) * dot n p p + dot n (iterate n AtA k r) (iterate n AtA k r).
Proof.
  intros y. set (q := iterate n AtA k r). assert (E : forall i, (i < n)%nat -> y i = add (scale (top ^ k) p) q i).
  { intros i Hi. unfold y. rewrite iterate_add, (iterate_eigen n AtA k top p) by assumption. reflexivity. }
  rewrite (dot_ext n y (add (scale (top ^ k) p) q) y (add (scale (top ^ k) p) q)) by exact E.
  rewrite dot_add_l, 2 dot_add_r, !dot_scale_l, !dot_scale_r.
  assert (Z : dot n q p = 0) by (unfold q; rewrite (iterate_dot n AtA k top r p Sym Hp), (Hr p Hp); ring).
  rewrite (dot_comm n p q), Z. replace (2 * k)%nat with (k + k)%nat by lia. rewrite pow_add. ring.
Qed.

(** |A S^k (p + r)|^2 >= top top^(2k) |p|^2. *)
Lemma image_iterate_square k : let y := iterate n AtA k (add p r) in
  top * (top ^ (2 * k) * dot n p p) <= dot m (image n A y) (image n A y).
Proof.
  intros y. set (q := iterate n AtA k r). set (P := scale (top ^ k) p).
  assert (E : forall i, (i < n)%nat -> y i = add q (scale 1 P) i).
  { intros i Hi. unfold y. rewrite iterate_add, (iterate_eigen n AtA k top p) by assumption. unfold add, scale, P, q.
    unfold scale. ring. }
  rewrite (dot_ext m _ (image n A (add q (scale 1 P))) _ (image n A (add q (scale 1 P))))
    by (intros; now apply image_ext).
  rewrite <- form_gram. fold AtA. rewrite (form_line n AtA q P 1 Sym).
  assert (Ep : forall i, (i < n)%nat -> image n AtA P i = scale top P i).
  { intros i Hi. unfold P. rewrite image_scale, (Hp i Hi). unfold scale. ring. }
  assert (Z : dot n P (image n AtA q) = 0).
  { rewrite (dot_image_symmetric n AtA q P Sym), (dot_ext n q q _ (scale top P)) by (reflexivity || exact Ep).
    unfold P, q. rewrite 2 dot_scale_r, (iterate_dot n AtA k top r p Sym Hp), (Hr p Hp). ring. }
  assert (F : form n AtA P = top * (top ^ (2 * k) * dot n p p)).
  { unfold form. rewrite (dot_ext n P P _ (scale top P)) by (reflexivity || exact Ep). unfold P.
    rewrite dot_scale_r, dot_scale_l, dot_scale_r. replace (2 * k)%nat with (k + k)%nat by lia. rewrite pow_add. ring. }
  rewrite Z, F. pose proof (dot_self_nonneg m (image n A q)) as Q. rewrite <- form_gram in Q. fold AtA in Q. lra.
Qed.

(** So the quotient is at most top, and short of it by at most the share of the rest. *)
Lemma power_quotient k : let y := iterate n AtA k (add p r) in
  0 < dot n y y /\
  top * (1 - / (1 + s) ^ (2 * k) * (dot n r r / dot n p p)) <=
    dot m (image n A y) (image n A y) / dot n y y <= top.
Proof.
  intros y. pose proof (iterate_square k) as Y. pose proof (image_iterate_square k) as I. cbv zeta in Y, I.
  fold y in Y, I.
  pose proof (iterate_rest_square k) as R. set (q2 := dot n (iterate n AtA k r) (iterate n AtA k r)) in *.
  assert (Q0 : 0 <= q2) by apply dot_self_nonneg. assert (T : 0 < top ^ (2 * k)) by now apply pow_lt.
  assert (TP : 0 < top ^ (2 * k) * dot n p p) by now apply Rmult_lt_0_compat.
  assert (Yp : 0 < dot n y y) by lra. split; [exact Yp|]. split.
  - apply (Rmult_le_reg_r (dot n y y)); [exact Yp|].
    replace (dot m (image n A y) (image n A y) / dot n y y * dot n y y) with (dot m (image n A y) (image n A y))
      by (field; lra). eapply Rle_trans; [|exact I]. rewrite Rmult_assoc. apply Rmult_le_compat_l; [lra|].
    assert (Sp : 0 < (1 + s) ^ (2 * k)) by (apply pow_lt; lra).
    assert (Share : q2 <= / (1 + s) ^ (2 * k) * (dot n r r / dot n p p) * (top ^ (2 * k) * dot n p p)).
    { eapply Rle_trans; [exact R|]. right. unfold Rdiv. rewrite Rpow_mult_distr, pow_inv by lra. field. lra. }
    set (share := / (1 + s) ^ (2 * k) * (dot n r r / dot n p p)) in *.
    assert (P0 : 0 <= share).
    { unfold share. apply Rmult_le_pos; [left; now apply Rinv_0_lt_compat|].
      apply Rle_mult_inv_pos; [apply dot_self_nonneg|exact Pp]. }
    rewrite Y. pose proof (Rmult_le_pos _ _ P0 Q0) as PQ. lra.
  - apply (Rmult_le_reg_r (dot n y y)); [exact Yp|].
    replace (dot m (image n A y) (image n A y) / dot n y y * dot n y y) with (dot m (image n A y) (image n A y))
      by (field; lra). destruct (singular_exists m n A) as (v & l & H).
    pose proof (singular_orthonormal _ _ _ _ _ H) as O.
    apply (orthogonal_image_le m n A v l O (image_dot m n A v l H)). intros i Hi.
    apply (eigenvalue_le_top (l i) (v i)); [now apply (singular_eigen _ _ _ _ _ H)|].
    now apply (orthonormal_not_vanishing n n v).
Qed.
End Power.

(** Let top > 0 be the largest eigenvalue of A'A, let all other eigenvalues be at most top/(1 + s) with s > 0, and let
    x = p + r have a part p of squared norm P > 0 in the eigenspace of top and one r of squared norm R orthogonal to it.
    After k multiplications with A'A the quotient |Ay|^2/|y|^2, y = (A'A)^k x, is at most top and at least
    top (1 - (1 + s)^(-2k) R/P), where (1 + s)^k >= 1 + ks. *)
Theorem power_iteration m n A top s x p r k :
  let AtA := gram m A in
  0 < top -> 0 < s -> (forall mu z, eigen n AtA mu z -> ~ vanishes n z -> mu = top \/ mu <= top / (1 + s)) ->
  (forall i, (i < n)%nat -> x i = p i + r i) -> eigen n AtA top p -> (forall z, eigen n AtA top z -> dot n r z = 0) ->
  0 < dot n p p ->
  let y := iterate n AtA k x in
  0 < dot n y y /\
  top * (1 - / (1 + s) ^ (2 * k) * (dot n r r / dot n p p)) <=
    dot m (image n A y) (image n A y) / dot n y y <= top /\
  1 + INR k * s <= (1 + s) ^ k.
Proof.
  intros AtA Htop Hs Hgap Hx Hp Hr Pp y.
  destruct (power_quotient m n A top s p r Htop Hs Hgap Hp Hr Pp k) as [Y Q].
  assert (E : forall i, (i < n)%nat -> y i = iterate n AtA k (add p r) i).
  { intros i Hi. now apply iterate_ext. }
  assert (Ey : dot n y y = dot n (iterate n AtA k (add p r)) (iterate n AtA k (add p r))) by (now apply dot_ext).
  assert (Ei : dot m (image n A y) (image n A y) = dot m (image n A (iterate n AtA k (add p r)))
    (image n A (iterate n AtA k (add p r)))) by (apply dot_ext; intros; now apply image_ext).
  rewrite Ei, Ey. split; [exact Y|]. split; [exact Q|]. apply bernoulli. lra.
Qed.
