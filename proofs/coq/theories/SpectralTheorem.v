(** The spectral theorem: a symmetric matrix has an orthonormal basis of eigenvectors. Each is a maximum of the
    quadratic form on the unit sphere, among the vectors that are orthogonal to the ones before. *)

From Coq Require Import Reals Lra Lia Arith Classical.
From TightMax Require Import Vectors Conjugate Euclid SemicontinuousMaximum Matrices.
Open Scope R_scope.

(** ** The form has a maximum *)

(** Unit vectors orthogonal to v_0, ..., v_(k-1). *)
Definition unit_orthogonal (n k : nat) (v : nat -> vec) (x : vec) : Prop :=
  dot n x x = 1 /\ forall j, (j < k)%nat -> dot n x (v j) = 0.

(** The sum of the absolute entries bounds what the form changes by. *)
Definition total_weight (n : nat) (S : mat) : R := 3 * sum n (fun i => sum n (fun j => Rabs (S i j))).

(** That sum is not negative. *)
Lemma total_weight_nonneg n S : 0 <= total_weight n S.
Proof.
  apply Rmult_le_pos; [lra|]. apply sum_nonneg. intros i _. apply sum_nonneg. intros. apply Rabs_pos.
Qed.

(** The entries of a unit vector are at most 1 in size. *)
Lemma unit_entry n x i : dot n x x = 1 -> (i < n)%nat -> Rabs (x i) <= 1.
Proof.
  intros E Hi. pose proof (sum_term_le n (fun j => x j * x j) i (fun j _ => Rle_0_sqr (x j)) Hi) as T.
  fold (dot n x x) in T. rewrite E in T. cbv beta in T. apply Rabs_le. nra.
Qed.

(** Near a unit vector the form changes by little. *)
Lemma form_near n S x c r : dot n x x = 1 -> 0 < r <= 1 -> near n r c x ->
  Rabs (form n S x - form n S c) <= r * total_weight n S.
Proof.
  intros Ux Hr N.
  assert (Hc : forall i, (i < n)%nat -> Rabs (c i) <= 2).
  { intros i Hi. pose proof (Rabs_le_inv _ _ (N i Hi)) as A. pose proof (Rabs_le_inv _ _ (unit_entry n x i Ux Hi)) as B.
    apply Rabs_le. lra. }
  unfold form, dot, total_weight. rewrite <- sum_minus. eapply Rle_trans; [apply sum_abs|].
  rewrite <- !sum_scale. apply sum_le. intros i Hi. unfold image. rewrite <- !sum_scale, <- sum_minus.
  eapply Rle_trans; [apply sum_abs|]. apply sum_le. intros j Hj.
  replace (x i * (S i j * x j) - c i * (S i j * c j)) with (S i j * ((x i - c i) * x j + c i * (x j - c j))) by ring.
  rewrite Rabs_mult. replace (r * (3 * Rabs (S i j))) with (Rabs (S i j) * (r * 1 + 2 * r)) by ring.
  apply Rmult_le_compat_l; [apply Rabs_pos|]. eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult.
  pose proof (unit_entry n x j Ux Hj) as B. pose proof (N i Hi) as Ni. pose proof (N j Hj) as Nj.
  apply Rplus_le_compat; apply Rmult_le_compat; auto using Rabs_pos.
Qed.

(** The squared length is the form of the unit matrix. *)
Definition unit_matrix : mat := fun i j => if Nat.eqb i j then 1 else 0.

(** The unit matrix changes no vector. *)
Lemma image_unit_matrix n x i : (i < n)%nat -> image n unit_matrix x i = x i.
Proof.
  intros Hi. unfold image, unit_matrix. rewrite (sum_ext n _ (fun j => vertex i j * x j)); [now apply sum_vertex|].
  intros j _. unfold vertex. now rewrite Nat.eqb_sym.
Qed.

(** So its form is the squared length. *)
Lemma form_unit_matrix n x : form n unit_matrix x = dot n x x.
Proof. apply sum_ext. intros i Hi. now rewrite image_unit_matrix. Qed.

(** Inner products change by little, too. *)
Lemma dot_near n v x c r : near n r c x -> Rabs (dot n x v - dot n c v) <= r * norm1 n v.
Proof.
  intros N. rewrite <- dot_sub_l. unfold dot, norm1. rewrite <- sum_scale. eapply Rle_trans; [apply sum_abs|].
  apply sum_le. intros i Hi. rewrite Rabs_mult. apply Rmult_le_compat_r; [apply Rabs_pos|]. now apply N.
Qed.

(** What is smaller by less than every r B is not smaller. *)
Lemma close_le a b B : 0 <= B -> (forall r, 0 < r <= 1 -> a - b <= r * B) -> a <= b.
Proof.
  intros HB H. apply Rnot_lt_le. intros L. set (e := a - b) in *. assert (P : 0 < e) by (unfold e; lra).
  set (q := e / (2 * (B + 1))). assert (Q : 0 < q) by (apply Rdiv_lt_0_compat; lra).
  assert (Hr : 0 < Rmin 1 q <= 1) by (split; [now apply Rmin_pos; [lra|]|apply Rmin_l]).
  specialize (H _ Hr). pose proof (Rmin_r 1 q) as M.
  assert (X : Rmin 1 q * B <= q * (B + 1)) by (apply Rmult_le_compat; lra).
  replace (q * (B + 1)) with (e / 2) in X by (unfold q; field; lra). lra.
Qed.

(** What differs by less than every r B is equal. *)
Lemma close_equal a b B : 0 <= B -> (forall r, 0 < r <= 1 -> Rabs (a - b) <= r * B) -> a = b.
Proof.
  intros HB H. apply Rle_antisym; apply (close_le _ _ B HB); intros r Hr; pose proof (Rabs_le_inv _ _ (H r Hr)); lra.
Qed.

(** A cluster point of vectors with ever larger values is a maximum. *)
Lemma form_maximum n k S v : (exists x, unit_orthogonal n k v x) ->
  exists z, unit_orthogonal n k v z /\ forall x, unit_orthogonal n k v x -> form n S x <= form n S z.
Proof.
  intros [x1 X1]. set (K := unit_orthogonal n k v). set (half := fun x : vec => fun i => (x i + 1) / 2).
  destruct (cluster_point n (fun B => forall x0, K x0 -> exists x, B (half x) /\ K x /\ form n S x0 <= form n S x))
    as [c Hc].
  - intros A B AB H x0 K0. destruct (H x0 K0) as (x & Ax & R). exists x. auto.
  - intros A B H. apply NNPP. intros N. apply not_or_and in N. destruct N as [NA NB].
    apply not_all_ex_not in NA. destruct NA as [a NA]. apply imply_to_and in NA. destruct NA as [Ka NA].
    apply not_all_ex_not in NB. destruct NB as [b NB]. apply imply_to_and in NB. destruct NB as [Kb NB].
    destruct (Rle_lt_dec (form n S a) (form n S b)) as [L|L].
    + destruct (H b Kb) as (x & [Ax|Bx] & Kx & Lx); [apply NA|apply NB]; exists x;
        repeat split; try apply Kx; auto; lra.
    + destruct (H a Ka) as (x & [Ax|Bx] & Kx & Lx); [apply NA|apply NB]; exists x;
        repeat split; try apply Kx; auto; lra.
  - intros x0 K0. exists x0. split; [|split; [exact K0|lra]]. intros i Hi. unfold half.
    pose proof (Rabs_le_inv _ _ (unit_entry n x0 i (proj1 K0) Hi)). lra.
  - set (z := fun i => 2 * c i - 1).
    assert (C : forall r, 0 < r -> forall x0, K x0 -> exists x, near n r z x /\ K x /\ form n S x0 <= form n S x).
    { intros r Hr x0 K0. destruct (Hc (r / 2) ltac:(lra) x0 K0) as (x & N & R). exists x. split; [|exact R].
      intros i Hi. specialize (N i Hi). unfold half in N. apply Rabs_le_inv in N. unfold z. apply Rabs_le. lra. }
    exists z. split; [split|].
    + symmetry. apply (close_equal _ _ _ (total_weight_nonneg n unit_matrix)). intros r Hr.
      destruct (C r (proj1 Hr) x1 X1) as (x & N & [Ux _] & _). rewrite <- Ux, <- 2 form_unit_matrix.
      now apply form_near.
    + intros j Hj. symmetry. apply (close_equal _ _ _ (norm1_nonneg n (v j))). intros r Hr.
      destruct (C r (proj1 Hr) x1 X1) as (x & N & [_ Ox] & _). rewrite <- (Ox j Hj). now apply dot_near.
    + intros x Kx. apply (close_le _ _ _ (total_weight_nonneg n S)). intros r Hr.
      destruct (C r (proj1 Hr) x Kx) as (y & N & [Uy _] & Le).
      pose proof (Rabs_le_inv _ _ (form_near n S y z r Uy Hr N)). lra.
Qed.

(** ** A maximum is an eigenvector *)

(** On vectors orthogonal to v_0, ..., v_(k-1) the form is at most l times the square. *)
Definition form_bounded (n k : nat) (S : mat) (v : nat -> vec) (l : R) : Prop :=
  forall x, (forall j, (j < k)%nat -> dot n x (v j) = 0) -> form n S x <= l * dot n x x.

(** A bound for unit vectors is one for all vectors. *)
Lemma form_bounded_by_units n k S v l : (forall x, unit_orthogonal n k v x -> form n S x <= l) ->
  form_bounded n k S v l.
Proof.
  intros H x O. pose proof (dot_self_nonneg n x) as P. destruct (Req_dec (dot n x x) 0) as [E|E].
  - rewrite E, Rmult_0_r. right. unfold form. rewrite <- (sum_zero n). apply sum_ext. intros i Hi.
    rewrite (dot_self_zero n x E i Hi). ring.
  - set (q := sqrt (dot n x x)). assert (Q : 0 < q) by (apply sqrt_lt_R0; lra).
    assert (Q2 : q * q = dot n x x) by (apply sqrt_sqrt; lra).
    assert (F : (/ q) ^ 2 * form n S x <= l).
    { rewrite <- form_scale. apply H. split.
      - rewrite dot_scale_l, dot_scale_r, <- Q2. field. lra.
      - intros j Hj. rewrite dot_scale_l, O by exact Hj. ring. }
    rewrite <- Q2. apply (Rmult_le_compat_r (q * q)) in F; [|nra].
    replace ((/ q) ^ 2 * form n S x * (q * q)) with (form n S x) in F by (field; lra). exact F.
Qed.

(** A linear function below a square at every t is 0. *)
Lemma linear_below_square a b : (forall t, 2 * t * a <= t ^ 2 * b) -> a = 0.
Proof.
  intros H. destruct (Req_dec a 0) as [E|E]; [exact E|exfalso].
  pose proof (Rle_abs b) as Hb. pose proof (Rabs_pos b) as Pb. set (B := Rabs b + 1).
  assert (HB : 0 < B) by (unfold B; lra). specialize (H (a / B)). assert (A2 : 0 < a * a) by nra.
  replace (2 * (a / B) * a) with (a * a * (2 * B / (B * B))) in H by (field; lra).
  replace ((a / B) ^ 2 * b) with (a * a * (b / (B * B))) in H by (field; lra).
  apply Rmult_le_reg_l in H; [|exact A2]. apply Rmult_le_reg_r in H; [unfold B in *; lra|].
  apply Rinv_0_lt_compat. nra.
Qed.

Section Eigenvector.
Variables (n k : nat) (S : mat) (v : nat -> vec) (l : nat -> R) (z : vec).
Hypothesis Sym : symmetric_matrix n S.
Hypothesis E : forall j i, (j < k)%nat -> (i < n)%nat -> image n S (v j) i = l j * v j i.
Hypothesis Uz : unit_orthogonal n k v z.
Hypothesis B : form_bounded n k S v (form n S z).

Let top := form n S z.
Let u := sub (image n S z) (scale top z).

(** Sz - top z is orthogonal to the vectors before and to z. *)
Lemma defect_orthogonal j : (j < k)%nat -> dot n u (v j) = 0.
Proof.
  intros Hj. unfold u. rewrite dot_sub_l, dot_scale_l, (proj2 Uz j Hj), dot_comm.
  rewrite (dot_image_symmetric n S z (v j) Sym).
  rewrite (dot_ext n z z _ (scale (l j) (v j))) by (reflexivity || (intros i Hi; now apply E)).
  rewrite dot_scale_r, (proj2 Uz j Hj). ring.
Qed.

(** Sz - top z is orthogonal to z. *)
Lemma defect_orthogonal_self : dot n z u = 0.
Proof. unfold u. rewrite dot_sub_right, dot_scale_r, (proj1 Uz). fold (form n S z). fold top. ring. Qed.

(** So it vanishes, or the form would grow along it. *)
Lemma maximum_is_eigenvector i : (i < n)%nat -> image n S z i = top * z i.
Proof.
  intros Hi. assert (Su : dot n u (image n S z) = dot n u u).
  { transitivity (dot n u u + top * dot n z u); [|rewrite defect_orthogonal_self; ring].
    rewrite (dot_comm n z u), <- dot_scale_r, <- dot_add_r. apply sum_ext. intros r _.
    unfold u, sub, scale, add. ring. }
  assert (U0 : dot n u u = 0).
  { apply (linear_below_square _ (top * dot n u u - form n S u)). intros t.
    assert (X : form n S (add z (scale t u)) <= top * dot n (add z (scale t u)) (add z (scale t u))).
    { apply B. intros j Hj. rewrite dot_add_l, dot_scale_l, (proj2 Uz j Hj), defect_orthogonal by exact Hj. ring. }
    rewrite form_line, dot_self_line, (proj1 Uz), defect_orthogonal_self, Su in X by exact Sym. fold top in X. lra. }
  pose proof (dot_self_zero n u U0 i Hi) as Z. unfold u, sub, scale in Z. lra.
Qed.
End Eigenvector.

(** A symmetric matrix has an orthonormal basis of eigenvectors, the eigenvalues in decreasing order. *)
Theorem spectral n S : symmetric_matrix n S ->
  exists (v : nat -> vec) (l : nat -> R), orthonormal n n v /\
    (forall j i, (j < n)%nat -> (i < n)%nat -> image n S (v j) i = l j * v j i) /\
    (forall i j, (i <= j)%nat -> (j < n)%nat -> l j <= l i).
Proof.
  intros Sym.
  assert (G : forall k, (k <= n)%nat -> exists (v : nat -> vec) (l : nat -> R), orthonormal n k v /\
    (forall j i, (j < k)%nat -> (i < n)%nat -> image n S (v j) i = l j * v j i) /\
    (forall i j, (i <= j)%nat -> (j < k)%nat -> l j <= l i) /\
    forall j, (j < k)%nat -> form_bounded n k S v (l j)).
  { induction k as [|k IH]; intros Hk.
    - exists (fun _ => zero), (fun _ => 0). repeat split; intros; try intros ? ?; lia.
    - destruct (IH ltac:(lia)) as (v & l & O & E & D & B).
      destruct (form_maximum n k S v (one_more n k v O ltac:(lia))) as (z & Uz & Mz).
      set (top := form n S z) in *. pose proof (form_bounded_by_units n k S v top Mz) as Bz.
      exists (fun j => if Nat.eqb j k then z else v j), (fun j => if Nat.eqb j k then top else l j).
      split; [|split; [|split]].
      + intros i j Hi Hj. destruct (Nat.eqb_spec i k) as [->|Ni], (Nat.eqb_spec j k) as [->|Nj].
        * rewrite Nat.eqb_refl. apply Uz.
        * destruct (Nat.eqb_spec k j); [lia|]. apply Uz. lia.
        * destruct (Nat.eqb_spec i k); [lia|]. rewrite dot_comm. apply Uz. lia.
        * apply O; lia.
      + intros j i Hj Hi. destruct (Nat.eqb_spec j k) as [->|N]; [|apply E; [lia|exact Hi]].
        now apply (maximum_is_eigenvector n k S v l z).
      + intros i j Hij Hj. destruct (Nat.eqb_spec j k) as [->|Nj], (Nat.eqb_spec i k) as [->|Ni]; try lra.
        * pose proof (B i ltac:(lia) z (proj2 Uz)) as H. rewrite (proj1 Uz) in H. fold top in H. lra.
        * lia.
        * apply D; lia.
      + intros j Hj x Ox.
        assert (Oxv : forall r, (r < k)%nat -> dot n x (v r) = 0).
        { intros r Hr. specialize (Ox r ltac:(lia)). cbv beta in Ox. destruct (Nat.eqb_spec r k); [lia|exact Ox]. }
        destruct (Nat.eqb_spec j k) as [->|N]; [now apply Bz|]. apply (B j ltac:(lia)). exact Oxv. }
  destruct (G n (le_n n)) as (v & l & O & E & D & _). now exists v, l.
Qed.
