(** Lipschitz constants of compositions multiply, and the product of the least constants may or may not be least. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Conjugate Euclid Matrices SpectralNorm.
Open Scope R_scope.

(** f is K-Lipschitz for a distance on X and one on Y. *)
Definition lipschitz {X Y : Type} (dX : X -> X -> R) (dY : Y -> Y -> R) (K : R) (f : X -> Y) : Prop :=
  forall x y, dY (f x) (f y) <= K * dX x y.

(** The composition of phi_0, ..., phi_(l-1), each from the space X_i to X_(i+1). *)
Fixpoint compose (X : nat -> Type) (phi : forall i, X i -> X (S i)) (l : nat) : X 0%nat -> X l :=
  match l with
  | O => fun x => x
  | S j => fun x => phi j (compose X phi j x)
  end.

Fixpoint product (k : nat -> R) (l : nat) : R :=
  match l with
  | O => 1
  | S j => k j * product k j
  end.

(** A product of nonnegative numbers is at most the power of a bound of them. *)
Lemma product_le k l c : (forall i, (i < l)%nat -> 0 <= k i <= c) -> 0 <= product k l <= c ^ l.
Proof.
  induction l as [|l IH]; intros H; simpl; [lra|].
  destruct (IH (fun i Hi => H i (Nat.lt_lt_succ_r _ _ Hi))) as [P Q]. destruct (H l ltac:(lia)) as [Pl Ql].
  split; [now apply Rmult_le_pos|]. apply Rmult_le_compat; assumption.
Qed.

(** A product of nonnegative numbers is not negative. *)
Lemma product_nonneg k l : (forall i, (i < l)%nat -> 0 <= k i) -> 0 <= product k l.
Proof.
  induction l as [|l IH]; intros H; simpl; [lra|].
  apply Rmult_le_pos; [apply H; lia|]. apply IH. intros i Hi. apply H. lia.
Qed.

(** The constants multiply. *)
Lemma compose_lipschitz (X : nat -> Type) (dist : forall i, X i -> X i -> R) phi k l :
  (forall i, (i < l)%nat -> 0 <= k i /\ lipschitz (dist i) (dist (S i)) (k i) (phi i)) ->
  lipschitz (dist 0%nat) (dist l) (product k l) (compose X phi l).
Proof.
  induction l as [|l IH]; intros H x y; simpl; [lra|].
  destruct (H l ltac:(lia)) as [P L]. eapply Rle_trans; [apply L|]. rewrite Rmult_assoc.
  apply Rmult_le_compat_l; [exact P|]. apply IH. intros i Hi. apply H. lia.
Qed.

(** ** Maps of the plane *)

(** K is the least Lipschitz constant of f from R^n to R^m in the Euclidean norms. *)
Definition least_constant (m n : nat) (K : R) (f : vec -> vec) : Prop :=
  0 <= K /\ lipschitz2 m n K f /\ forall K', 0 <= K' -> lipschitz2 m n K' f -> K <= K'.

(** The matrix of the plane with the diagonal a, b. *)
Definition diagonal (a b : R) : mat := fun i j => if Nat.eqb i j then (if Nat.eqb i 0 then a else b) else 0.

(** It multiplies the two entries. *)
Lemma image_diagonal a b x :
  image 2 (diagonal a b) x 0%nat = a * x 0%nat /\ image 2 (diagonal a b) x 1%nat = b * x 1%nat.
Proof. unfold image, diagonal. simpl. split; ring. Qed.

(** A map that multiplies the two entries by a, b >= 0 has the least constant max(a, b). *)
Lemma least_of_diagonal f a b : 0 <= a -> 0 <= b ->
  (forall x, f x 0%nat = a * x 0%nat /\ f x 1%nat = b * x 1%nat) -> least_constant 2 2 (Rmax a b) f.
Proof.
  intros Ha Hb F. pose proof (Rmax_l a b) as La. pose proof (Rmax_r a b) as Lb. set (M := Rmax a b) in *.
  assert (D : forall x y, dot 2 (sub (f x) (f y)) (sub (f x) (f y)) =
    a * a * (x 0%nat - y 0%nat) ^ 2 + b * b * (x 1%nat - y 1%nat) ^ 2).
  { intros x y. unfold dot, sub. simpl sum. destruct (F x) as [-> ->], (F y) as [-> ->]. ring. }
  split; [lra|split].
  - intros x y. apply norm2_le; [lra|]. rewrite D. unfold dot, sub. simpl sum.
    assert (A : a * a <= M * M) by (apply Rmult_le_compat; lra).
    assert (B : b * b <= M * M) by (apply Rmult_le_compat; lra).
    pose proof (Rmult_le_compat_r _ _ _ (pow2_ge_0 (x 0%nat - y 0%nat)) A) as P.
    pose proof (Rmult_le_compat_r _ _ _ (pow2_ge_0 (x 1%nat - y 1%nat)) B) as Q. lra.
  - intros K HK L. apply Rmax_lub.
    + specialize (L (vertex 0) zero). apply norm2_le in L; [|exact HK]. rewrite D in L.
      unfold dot, sub, zero, vertex in L. simpl in L. apply Rnot_lt_le. intros G. nra.
    + specialize (L (vertex 1) zero). apply norm2_le in L; [|exact HK]. rewrite D in L.
      unfold dot, sub, zero, vertex in L. simpl in L. apply Rnot_lt_le. intros G. nra.
Qed.

(** A composition of multiples is the multiple by the product. *)
Lemma compose_multiples k l x :
  let f := compose (fun _ => vec) (fun i => image 2 (diagonal (k i) (k i))) l x in
  f 0%nat = product k l * x 0%nat /\ f 1%nat = product k l * x 1%nat.
Proof.
  induction l as [|l [E0 E1]]; simpl; [split; ring|].
  set (y := compose (fun _ => vec) (fun i => image 2 (diagonal (k i) (k i))) l x) in *.
  destruct (image_diagonal (k l) (k l) y) as [-> ->]. rewrite E0, E1. split; ring.
Qed.

(** If phi_1, ..., phi_l are Lipschitz with constants k_1, ..., k_l, each for the distances of the spaces it maps
    between, then their composition is Lipschitz with the constant k_1 ... k_l; if every k_i <= c, with c^l. For every
    0 <= t <= 1 there are two linear maps of the plane with least constants 1 whose composition has the least constant
    t: the product of the least constants can be the least constant (t = 1), and it can be larger. It is the largest
    that a composition with these constants can have. *)
Theorem composition :
  (forall (X : nat -> Type) (dist : forall i, X i -> X i -> R) (phi : forall i, X i -> X (S i)) (k : nat -> R) l,
    (forall i, (i <= l)%nat -> forall x y, 0 <= dist i x y) ->
    (forall i, (i < l)%nat -> 0 <= k i /\ lipschitz (dist i) (dist (S i)) (k i) (phi i)) ->
    lipschitz (dist 0%nat) (dist l) (product k l) (compose X phi l) /\
    forall c, (forall i, (i < l)%nat -> k i <= c) -> lipschitz (dist 0%nat) (dist l) (c ^ l) (compose X phi l)) /\
  (forall t, 0 <= t <= 1 -> exists A B : mat,
    least_constant 2 2 1 (image 2 A) /\ least_constant 2 2 1 (image 2 B) /\
    least_constant 2 2 t (fun x => image 2 B (image 2 A x))) /\
  (forall (k : nat -> R) l, (forall i, (i < l)%nat -> 0 <= k i) ->
    exists phi : nat -> vec -> vec, (forall i, (i < l)%nat -> least_constant 2 2 (k i) (phi i)) /\
      least_constant 2 2 (product k l) (compose (fun _ => vec) phi l)).
Proof.
  split; [|split].
  - intros X dist phi k l D H. split; [now apply compose_lipschitz|]. intros c Hc x y.
    eapply Rle_trans; [apply (compose_lipschitz X dist phi k l H)|]. apply Rmult_le_compat_r; [apply D; lia|].
    apply product_le. intros i Hi. split; [now apply H|now apply Hc].
  - intros t Ht. exists (diagonal 1 t), (diagonal t 1).
    pose proof (Rmax_left 1 t (proj2 Ht)) as E1. pose proof (Rmax_right t 1 (proj2 Ht)) as E2. split; [|split].
    + rewrite <- E1 at 1. apply least_of_diagonal; try lra. apply image_diagonal.
    + rewrite <- E2 at 1. apply least_of_diagonal; try lra. apply image_diagonal.
    + rewrite <- (Rmax_left t t) at 1 by lra. apply least_of_diagonal; try lra. intros x.
      destruct (image_diagonal t 1 (image 2 (diagonal 1 t) x)) as [-> ->], (image_diagonal 1 t x) as [-> ->].
      split; ring.
  - intros k l H. exists (fun i => image 2 (diagonal (k i) (k i))). split.
    + intros i Hi. rewrite <- (Rmax_left (k i) (k i)) at 1 by lra. specialize (H i Hi).
      apply least_of_diagonal; try lra. apply image_diagonal.
    + rewrite <- (Rmax_left (product k l) (product k l)) at 1 by lra. pose proof (product_nonneg k l H) as P.
      apply least_of_diagonal; try assumption. intros x. apply compose_multiples.
Qed.
