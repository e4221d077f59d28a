(** What a finite list of weighted moves proves: if the formal sum of what leaves each point, less what
    arrives there, is c times centre less vertex, points up to permutation, the least gap is at least the
    gain over c. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Jensen Conjugate Converse Duality Euclid EuclidDuality.
Open Scope R_scope.

(** ** Formal sums of points up to permutation *)

(** x has the entries of z, in some order. *)
Definition same_place (d : nat) (z x : vec) : Prop :=
  exists p, permutes d p /\ forall i, (i < d)%nat -> x i = z (p i).

(** The coefficient of z in the formal sum [x]: 1 if the two are the same up to the order, 0 otherwise. *)
Definition mark (d : nat) (z x : vec) : R := if decide (same_place d z x) then 1 else 0.

Lemma same_place_refl d x : same_place d x x.
Proof. exists (fun i => i). split; [apply permutes_identity|auto]. Qed.

Lemma same_place_sym d x y : same_place d x y -> same_place d y x.
Proof.
  intros [p [Hp E]]. destruct (permutes_inverse d p Hp) as [q [Hq I]]. exists q. split; [exact Hq|].
  intros i Hi. rewrite E by now apply Hq. f_equal. symmetry. now apply I.
Qed.

Lemma same_place_trans d x y z : same_place d x y -> same_place d y z -> same_place d x z.
Proof.
  intros [p [Hp E]] [q [Hq F]]. exists (fun i => p (q i)). split; [now apply permutes_compose|].
  intros i Hi. rewrite F, E by (try apply Hq; exact Hi). reflexivity.
Qed.

Lemma mark_cases d z x : mark d z x = 1 /\ same_place d z x \/ mark d z x = 0 /\ ~ same_place d z x.
Proof. unfold mark. destruct (decide _); auto. Qed.

Lemma mark_sym d z x : mark d z x = mark d x z.
Proof.
  destruct (mark_cases d z x) as [[-> A]|[-> A]], (mark_cases d x z) as [[-> B]|[-> B]]; auto;
    exfalso; auto using same_place_sym.
Qed.

Lemma mark_same d z x y : same_place d x y -> mark d z x = mark d z y.
Proof.
  intros S. destruct (mark_cases d z x) as [[-> A]|[-> A]], (mark_cases d z y) as [[-> B]|[-> B]]; auto;
    exfalso; eauto using same_place_sym, same_place_trans.
Qed.

(** If all coefficients of a formal sum are 0, it is 0 for the values of every symmetric function: each
    place is counted by all terms in it, and divided by their number. *)
Lemma formal_sum d n (a : nat -> R) (q : nat -> vec) F :
  (forall z, sum n (fun k => a k * mark d z (q k)) = 0) ->
  (forall x y, same_place d x y -> F x = F y) -> sum n (fun k => a k * F (q k)) = 0.
Proof.
  intros Z H. set (count := fun k => sum n (fun l => mark d (q k) (q l))).
  assert (P : forall k l, 0 <= mark d (q k) (q l))
    by (intros k l; destruct (mark_cases d (q k) (q l)) as [[-> _]|[-> _]]; lra).
  assert (C : forall k, (k < n)%nat -> 0 < count k).
  { intros k Hk. apply Rlt_le_trans with (mark d (q k) (q k)).
    - destruct (mark_cases d (q k) (q k)) as [[-> _]|[_ N]]; [lra|]. destruct (N (same_place_refl d _)).
    - apply (sum_term_le n (fun l => mark d (q k) (q l))); [intros; apply P|exact Hk]. }
  rewrite (sum_ext n _ (fun k => sum n (fun l => / count l * F (q l) * (a k * mark d (q l) (q k))))).
  - rewrite sum_swap. rewrite (sum_ext n _ (fun _ => 0)); [apply sum_zero|].
    intros l _. rewrite sum_scale, Z. ring.
  - intros k Hk.
    rewrite (sum_ext n _ (fun l => / count k * (a k * F (q k)) * mark d (q k) (q l))).
    + rewrite sum_scale. fold (count k). field. pose proof (C k Hk). lra.
    + intros l Hl. rewrite (mark_sym d (q k)).
      destruct (mark_cases d (q l) (q k)) as [[-> S]|[-> _]]; [|ring].
      assert (E : count l = count k).
      { apply sum_ext. intros j _. rewrite 2 (mark_sym d _ (q j)). now apply mark_same. }
      rewrite E, (H _ _ S). ring.
Qed.

(** Functionals that are finite sums of multiples of values at points. *)
Definition finite (T : (vec -> R) -> R) : Prop :=
  exists n a q, forall F, T F = sum n (fun k => a k * F (q k)).

Lemma finite_zero : finite (fun _ => 0).
Proof. now exists O, (fun _ => 0), (fun _ => zero). Qed.

Lemma finite_point a x : finite (fun F => a * F x).
Proof. exists 1%nat, (fun _ => a), (fun _ => x). intros F. simpl. ring. Qed.

Lemma finite_plus S T : finite S -> finite T -> finite (fun F => S F + T F).
Proof.
  intros (n & a & q & A) (k & b & r & B).
  exists (n + k)%nat, (fun i => if Nat.ltb i n then a i else b (i - n)%nat),
    (fun i => if Nat.ltb i n then q i else r (i - n)%nat).
  intros F. rewrite A, B. clear A B. induction k as [|k IH].
  - rewrite Nat.add_0_r. simpl. rewrite Rplus_0_r. apply sum_ext. intros i Hi.
    now destruct (Nat.ltb_spec i n); [|lia].
  - rewrite Nat.add_succ_r. cbn [sum]. rewrite <- IH. destruct (Nat.ltb_spec (n + k) n); [lia|].
    replace (n + k - n)%nat with k by lia. ring.
Qed.

Lemma finite_scale c T : finite T -> finite (fun F => c * T F).
Proof.
  intros (n & a & q & A). exists n, (fun k => c * a k), q. intros F. rewrite A, <- sum_scale.
  apply sum_ext. intros. ring.
Qed.

Lemma finite_sum n (T : nat -> (vec -> R) -> R) :
  (forall i, finite (T i)) -> finite (fun F => sum n (fun i => T i F)).
Proof.
  intros H. induction n as [|n IH]; [exact finite_zero|]. cbn [sum].
  exact (finite_plus _ (T n) IH (H n)).
Qed.

(** A finite functional that vanishes on all marks vanishes on all symmetric functions. *)
Lemma finite_vanishes d T F : finite T -> (forall z, T (mark d z) = 0) -> symmetric d F -> T F = 0.
Proof.
  intros (n & a & q & A) Z H. rewrite A. apply (formal_sum d).
  - intros z. rewrite <- A. apply Z.
  - intros x y [p [Hp E]]. symmetry. now apply (H x y p).
Qed.

(** ** Weighted moves *)

(** From the start to outcome j with probability chance j; all of this with a weight. *)
Record move := Move { weight : R; start : vec; outcomes : nat; chance : nat -> R; outcome : nat -> vec }.

(** The weight and the probabilities are not negative, the latter add up to 1, the outcomes are in the
    simplex, and the start is their mean. *)
Definition is_move (d : nat) (m : move) : Prop :=
  0 <= weight m /\ (forall j, (j < outcomes m)%nat -> 0 <= chance m j) /\ sum (outcomes m) (chance m) = 1 /\
  (forall j, (j < outcomes m)%nat -> simplex d (outcome m j)) /\
  forall i, (i < d)%nat -> start m i = sum (outcomes m) (fun j => chance m j * outcome m j i).

(** w (F(x) - sum p_j F(y_j)). *)
Definition net (m : move) (F : vec -> R) : R :=
  weight m * (F (start m) - sum (outcomes m) (fun j => chance m j * F (outcome m j))).

(** The sum of w ([x] - sum p_j [y_j]) over n moves is c ([centre] - [vertex]). *)
Definition balanced (d n : nat) (moves : nat -> move) (c : R) : Prop :=
  forall z, sum n (fun i => net (moves i) (mark d z)) = c * (mark d z (centre d) - mark d z (vertex 0)).

(** The sum of w sum p_j |y_j - x|^2 over n moves. *)
Definition squares (norm : vec -> R) (n : nat) (moves : nat -> move) : R :=
  sum n (fun i => weight (moves i) * sum (outcomes (moves i))
    (fun j => chance (moves i) j * norm (sub (outcome (moves i) j) (start (moves i))) ^ 2)).

(** What is balanced for points is balanced for the values of symmetric functions. *)
Lemma balanced_values d n moves c F : balanced d n moves c -> symmetric d F ->
  sum n (fun i => net (moves i) F) = c * (F (centre d) - F (vertex 0)).
Proof.
  intros B H.
  set (T := fun F : vec -> R => sum n (fun i => net (moves i) F) + (- c * F (centre d) + c * F (vertex 0))).
  enough (T F = 0) by (unfold T in *; lra).
  apply (finite_vanishes d); [|intros z; unfold T; rewrite B; ring|exact H].
  apply finite_plus; [|apply finite_plus; apply finite_point].
  apply finite_sum. intros i. unfold net. apply finite_scale.
  assert (E : finite (fun F => 1 * F (start (moves i)) + -1 * sum (outcomes (moves i))
    (fun j => chance (moves i) j * F (outcome (moves i) j)))).
  { apply finite_plus; [apply finite_point|]. apply finite_scale, finite_sum. intros j. apply finite_point. }
  destruct E as (k & a & q & E). exists k, a, q. intros G. rewrite <- E. ring.
Qed.

(** The general form: the inequality of Jensen for each move, and the balance. *)
Lemma moves_bound d n moves c norm h : symmetric d h -> balanced d n moves c -> 0 < c ->
  (forall i, (i < n)%nat -> is_move d (moves i)) ->
  (forall m, is_move d m -> h (start m) <= sum (outcomes m) (fun j => chance m j * h (outcome m j))
    - / 2 * sum (outcomes m) (fun j => chance m j * norm (sub (outcome m j) (start m)) ^ 2)) ->
  1 / (2 * c) * squares norm n moves <= h (vertex 0) - h (centre d).
Proof.
  intros Hs B Hc M J. pose proof (balanced_values d n moves c h B Hs) as E.
  assert (S : sum n (fun i => net (moves i) h) <= - / 2 * squares norm n moves).
  { unfold squares. rewrite <- sum_scale. apply sum_le. intros i Hi. pose proof (M i Hi) as Mi.
    pose proof (Rmult_le_compat_l _ _ _ (proj1 Mi) (J _ Mi)). unfold net. lra. }
  apply (Rmult_le_reg_l c); [exact Hc|].
  replace (c * (1 / (2 * c) * squares norm n moves)) with (/ 2 * squares norm n moves) by (field; lra). lra.
Qed.

(** Balanced moves prove a lower bound for the rise of every symmetric strongly convex function, *)
Theorem weighted_moves_rise d n moves c h : symmetric d h -> strongly_convex d h ->
  (forall i, (i < n)%nat -> is_move d (moves i)) -> balanced d n moves c -> 0 < c ->
  1 / (2 * c) * squares (norm1 d) n moves <= h (vertex 0) - h (centre d).
Proof.
  intros Hs Hh M B Hc. apply moves_bound; try assumption. intros m (_ & P & S & O & E).
  apply jensen; try assumption. now apply symmetric_on_first.
Qed.

(** and the same with the Euclidean norm. *)
Theorem weighted_moves_rise2 d n moves c h : (1 <= d)%nat -> symmetric d h -> strongly_convex2 d h ->
  (forall i, (i < n)%nat -> is_move d (moves i)) -> balanced d n moves c -> 0 < c ->
  1 / (2 * c) * squares (norm2 d) n moves <= h (vertex 0) - h (centre d).
Proof.
  intros Hd Hs Hh M B Hc. apply moves_bound; try assumption. intros m (_ & P & S & O & E).
  apply jensen2; try assumption. now apply symmetric_on_first.
Qed.
