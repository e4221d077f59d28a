(** Martingales as finite sequences of random points: their gains are those of the martingales that are built
    move by move, so that the best gain and the least gap of a smoothing are the supremum of them. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Jensen Converse Duality Martingale.
Open Scope R_scope.

(** The paths X and H agree up to the time t. *)
Definition same_past (d t : nat) (H X : nat -> vec) : Prop :=
  forall s i, (s <= t)%nat -> (i < d)%nat -> X s i = H s i.

Definition past (d t : nat) (H X : nat -> vec) : R := if decide (same_past d t H X) then 1 else 0.

(** The random sequence X_0, ..., X_T with the n values X j, of probability p j, is a martingale from x to the
    vertices: for each past H up to a time t < T, the mean of X_{t+1} - X_t over all paths with it is 0. *)
Record process (d : nat) (x : vec) (T n : nat) (p : nat -> R) (X : nat -> nat -> vec) : Prop := Process {
  process_probability : (forall j, (j < n)%nat -> 0 <= p j) /\ sum n p = 1;
  process_simplex : forall j t, (j < n)%nat -> (t <= T)%nat -> simplex d (X j t);
  process_start : forall j i, (j < n)%nat -> (i < d)%nat -> X j 0%nat i = x i;
  process_fair : forall t H i, (t < T)%nat -> (i < d)%nat ->
    sum n (fun j => p j * (past d t H (X j) * (X j (S t) i - X j t i))) = 0;
  process_end : forall j, (j < n)%nat ->
    exists k, (k < d)%nat /\ forall i, (i < d)%nat -> X j T i = vertex k i
}.

(** The sum of the squared jumps of a path, and the gain: half of the mean of it. *)
Definition jumps (d T : nat) (X : nat -> vec) : R := sum T (fun t => norm1 d (sub (X (S t)) (X t)) ^ 2).

Definition gain_of (d T n : nat) (p : nat -> R) (X : nat -> nat -> vec) : R :=
  / 2 * sum n (fun j => p j * jumps d T (X j)).

(** The gains of all martingales from x. *)
Definition process_gain (d : nat) (x : vec) (G : R) : Prop :=
  exists T n p X, process d x T n p X /\ G = gain_of d T n p X.

(** ** The past *)

Lemma past_cases d t H X : past d t H X = 1 /\ same_past d t H X \/ past d t H X = 0 /\ ~ same_past d t H X.
Proof. unfold past. destruct (decide _); auto. Qed.

Lemma same_past_sym d t H X : same_past d t H X -> same_past d t X H.
Proof. intros E s i Hs Hi. symmetry. now apply E. Qed.

Lemma same_past_trans d t X Y Z : same_past d t X Y -> same_past d t Y Z -> same_past d t X Z.
Proof. intros E F s i Hs Hi. rewrite F by assumption. now apply E. Qed.

Lemma past_sym d t H X : past d t H X = past d t X H.
Proof.
  destruct (past_cases d t H X) as [[-> A]|[-> A]], (past_cases d t X H) as [[-> B]|[-> B]]; auto;
    exfalso; auto using same_past_sym.
Qed.

Lemma past_same d t H X Y : same_past d t X Y -> past d t X H = past d t Y H.
Proof.
  intros S. destruct (past_cases d t X H) as [[-> A]|[-> A]], (past_cases d t Y H) as [[-> B]|[-> B]]; auto;
    exfalso; eauto using same_past_sym, same_past_trans.
Qed.

Lemma past_nonneg d t H X : 0 <= past d t H X.
Proof. destruct (past_cases d t H X) as [[-> _]|[-> _]]; lra. Qed.

(** ** A gain is at most the rise of a strongly convex function *)

Section Rise.

Variables (d : nat) (h : vec -> R).
Hypotheses (Hf : on_first d h) (Hh : strongly_convex d h).

Variables (x : vec) (T n : nat) (p : nat -> R) (X : nat -> nat -> vec).
Hypothesis M : process d x T n p X.

(** One step, by Jensen's inequality for each past; each path stands for its share of those with its past. *)
Lemma rise_of_step t : (t < T)%nat ->
  sum n (fun j => p j * h (X j t)) + / 2 * sum n (fun j => p j * norm1 d (sub (X j (S t)) (X j t)) ^ 2)
  <= sum n (fun j => p j * h (X j (S t))).
Proof.
  intros Ht. destruct M as [[Hp _] Hx _ Hm _].
  set (c := fun l => sum n (fun j => p j * past d t (X l) (X j))).
  set (A := fun j => h (X j (S t)) - / 2 * norm1 d (sub (X j (S t)) (X j t)) ^ 2).
  assert (T0 : forall l j, (j < n)%nat -> 0 <= p j * past d t (X l) (X j))
    by (intros; apply Rmult_le_pos; [now apply Hp|apply past_nonneg]).
  assert (C : forall l, (l < n)%nat -> p l <= c l).
  { intros l Hl. replace (p l) with (p l * past d t (X l) (X l)).
    - apply (sum_term_le n (fun j => p j * past d t (X l) (X j))); [|exact Hl]. intros. now apply T0.
    - destruct (past_cases d t (X l) (X l)) as [[-> _]|[_ N]]; [ring|].
      destruct N. intros s i _ _. reflexivity. }
  assert (J : forall l, (l < n)%nat -> 0 < p l ->
    h (X l t) <= sum n (fun j => p j * past d t (X l) (X j) / c l * A j)).
  { intros l Hl Pl. pose proof (C l Hl) as Cl.
    set (q := fun j => p j * past d t (X l) (X j) / c l).
    assert (I : forall i, (i < d)%nat -> X l t i = sum n (fun j => q j * X j (S t) i)).
    { intros i Hi. pose proof (Hm t (X l) i Ht Hi) as F.
      rewrite (sum_ext n _
        (fun j => c l * (q j * X j (S t) i) - X l t i * (p j * past d t (X l) (X j)))) in F.
      - rewrite sum_minus, 2 sum_scale in F. fold (c l) in F. apply (Rmult_eq_reg_l (c l)); lra.
      - intros j _. unfold q. destruct (past_cases d t (X l) (X j)) as [[-> Same]|[-> _]]; [|field; lra].
        rewrite (Same t i (le_n t) Hi). field. lra. }
    eapply Rle_trans; [apply (jensen d h n q (fun j => X j (S t)) (X l t) Hf Hh)|].
    - intros j Hj. apply Rmult_le_pos; [now apply T0|]. left. apply Rinv_0_lt_compat. lra.
    - unfold q. rewrite (sum_ext n _ (fun j => / c l * (p j * past d t (X l) (X j))))
        by (intros; unfold Rdiv; ring).
      rewrite sum_scale. fold (c l). field. lra.
    - intros j Hj. apply Hx; lia.
    - exact I.
    - right. rewrite <- sum_scale, <- sum_minus. apply sum_ext. intros j Hj. fold (q j). unfold A.
      destruct (past_cases d t (X l) (X j)) as [[E Same]|[E _]].
      + rewrite (norm1_ext d (sub (X j (S t)) (X l t)) (sub (X j (S t)) (X j t)));
          [ring|]. intros i Hi. unfold sub. now rewrite (Same t i (le_n t) Hi).
      + unfold q. rewrite E. unfold Rdiv. ring. }
  enough (K : sum n (fun j => p j * h (X j t)) <= sum n (fun j => p j * A j)).
  { assert (E : sum n (fun j => p j * A j) = sum n (fun j => p j * h (X j (S t)))
      - / 2 * sum n (fun j => p j * norm1 d (sub (X j (S t)) (X j t)) ^ 2)).
    { rewrite <- sum_scale, <- sum_minus. apply sum_ext. intros j _. unfold A. ring. }
    lra. }
  apply Rle_trans with (sum n (fun l => sum n (fun j => p l * (p j * past d t (X l) (X j) / c l * A j)))).
  - apply sum_le. intros l Hl. rewrite sum_scale. destruct (Req_dec (p l) 0) as [->|Nl]; [lra|].
    pose proof (Hp l Hl). apply Rmult_le_compat_l; [lra|]. apply J; [exact Hl|lra].
  - right. rewrite sum_swap. apply sum_ext. intros j Hj.
    destruct (Req_dec (p j) 0) as [Z|Nj].
    + transitivity (sum n (fun _ => 0)); [|rewrite sum_zero, Z; ring].
      apply sum_ext. intros. rewrite Z. unfold Rdiv. ring.
    + pose proof (Hp j Hj). pose proof (C j Hj).
      rewrite (sum_ext n _ (fun l => p j * A j / c j * (p l * past d t (X j) (X l)))).
      * rewrite sum_scale. fold (c j). field. lra.
      * intros l _. rewrite (past_sym d t (X j)).
        destruct (past_cases d t (X l) (X j)) as [[-> S]|[-> _]]; [|unfold Rdiv; ring].
        assert (E : c l = c j) by (apply sum_ext; intros k _; f_equal; now apply past_same).
        rewrite E. unfold Rdiv. ring.
Qed.

Lemma rise_up_to t : (t <= T)%nat -> h x + gain_of d t n p X <= sum n (fun j => p j * h (X j t)).
Proof.
  destruct M as [[Hp H1] _ H0 _ _]. induction t as [|t IH]; intros Ht.
  - unfold gain_of, jumps. simpl. rewrite (sum_ext n _ (fun _ => 0)), sum_zero by (intros; ring).
    rewrite (sum_ext n _ (fun j => h x * p j)); [rewrite sum_scale, H1; lra|].
    intros j Hj. rewrite (Hf (X j 0%nat) x); [ring|]. intros i Hi. now apply H0.
  - pose proof (rise_of_step t ltac:(lia)) as K. specialize (IH ltac:(lia)).
    unfold gain_of, jumps in *. cbn [sum].
    rewrite (sum_ext n _ (fun j => p j * sum t (fun s => norm1 d (sub (X j (S s)) (X j s)) ^ 2)
      + p j * norm1 d (sub (X j (S t)) (X j t)) ^ 2)) by (intros; ring).
    rewrite sum_plus. lra.
Qed.

Lemma process_gain_le_rise b : (forall k, (k < d)%nat -> h (vertex k) <= b) -> gain_of d T n p X <= b - h x.
Proof.
  intros Hb. pose proof (rise_up_to T (le_n T)) as K. destruct M as [[Hp S] _ _ _ He].
  assert (E : sum n (fun j => p j * h (X j T)) <= sum n (fun j => b * p j)).
  { apply sum_le. intros j Hj. destruct (He j Hj) as (k & Hk & E). rewrite (Hf _ _ E), (Rmult_comm b).
    apply Rmult_le_compat_l; [now apply Hp|now apply Hb]. }
  rewrite sum_scale, S in E. lra.
Qed.

End Rise.

(** ** Martingales that are built move by move are random sequences *)

(** Everything of a random sequence but its first step, which moves the mean by the vector drift; after the
    time T it stays. The probabilities add up to the mass. *)
Record course (d : nat) (x drift : vec) (mass : R) (T n : nat) (p : nat -> R) (X : nat -> nat -> vec) :
  Prop := Course {
  course_mass : (forall j, (j < n)%nat -> 0 <= p j) /\ sum n p = mass;
  course_simplex : forall j t, (j < n)%nat -> simplex d (X j t);
  course_start : forall j i, (j < n)%nat -> (i < d)%nat -> X j 0%nat i = x i;
  course_drift : forall i, (i < d)%nat -> sum n (fun j => p j * (X j 1%nat i - x i)) = drift i;
  course_fair : forall t H i, (i < d)%nat ->
    sum n (fun j => p j * (past d (S t) H (X j) * (X j (S (S t)) i - X j (S t) i))) = 0;
  course_end : forall j, (j < n)%nat ->
    exists k, (k < d)%nat /\ forall t i, (T <= t)%nat -> (i < d)%nat -> X j t i = vertex k i
}.

Lemma jumps_settled d T e X k : (forall t i, (T <= t)%nat -> (i < d)%nat -> X t i = vertex k i) ->
  jumps d (T + e) X = jumps d T X.
Proof.
  intros H. unfold jumps. induction e as [|e IH]; [now rewrite Nat.add_0_r|].
  rewrite Nat.add_succ_r. cbn [sum]. rewrite IH.
  rewrite (norm1_ext d _ (fun i => 0 * vertex k i)).
  - rewrite norm1_scale, Rabs_R0. ring.
  - intros i Hi. unfold sub. rewrite 2 H by lia. ring.
Qed.

Lemma past_start d H X x : (forall i, (i < d)%nat -> X 0%nat i = x i) ->
  past d 0 H X = past d 0 H (fun _ => x).
Proof.
  intros E. rewrite 2 (past_sym d 0 H). apply past_same. intros s i Hs Hi. replace s with O by lia.
  symmetry. now apply E.
Qed.

(** A course without a drift is a martingale. *)
Lemma course_process d x v T n p X : course d x v 1 T n p X -> (forall i, (i < d)%nat -> v i = 0) ->
  process d x T n p X.
Proof.
  intros [[Hp S] Hx H0 H1 Hm He] Hv. constructor; auto.
  - intros [|t] H i _ Hi; [|now apply Hm].
    rewrite (sum_ext n _ (fun j => past d 0 H (fun _ => x) * (p j * (X j 1%nat i - x i)))).
    + rewrite sum_scale, H1, Hv by exact Hi. ring.
    + intros j Hj. rewrite (past_start d H (X j) x) by (intros; now apply H0). rewrite H0 by assumption. ring.
  - intros j Hj. destruct (He j Hj) as (k & Hk & E). exists k. split; [exact Hk|]. intros i. now apply E.
Qed.

(** Two families of paths side by side, and a path with x in front. *)
Definition join {A : Type} (n : nat) (a b : nat -> A) (j : nat) : A :=
  if Nat.ltb j n then a j else b (j - n)%nat.
Definition from (x : vec) (X : nat -> vec) (t : nat) : vec := match t with O => x | S s => X s end.

Lemma join_all {A : Type} (P : A -> Prop) n k (a b : nat -> A) : (forall j, (j < n)%nat -> P (a j)) ->
  (forall j, (j < k)%nat -> P (b j)) -> forall j, (j < n + k)%nat -> P (join n a b j).
Proof. intros Ha Hb j Hj. unfold join. destruct (Nat.ltb_spec j n); [now apply Ha|apply Hb; lia]. Qed.

Lemma sum_join n k (p q : nat -> R) (X Y : nat -> nat -> vec) (F : (nat -> vec) -> R) :
  sum (n + k) (fun j => join n p q j * F (join n X Y j))
  = sum n (fun j => p j * F (X j)) + sum k (fun j => q j * F (Y j)).
Proof.
  induction k as [|k IH].
  - rewrite Nat.add_0_r. simpl. rewrite Rplus_0_r. apply sum_ext. intros j Hj. unfold join.
    destruct (Nat.ltb_spec j n); [reflexivity|lia].
  - rewrite Nat.add_succ_r. cbn [sum]. rewrite IH. unfold join.
    destruct (Nat.ltb_spec (n + k) n); [lia|]. replace (n + k - n)%nat with k by lia. ring.
Qed.

Lemma past_from d t H x X :
  past d (S t) H (from x X) = past d 0 H (fun _ => x) * past d t (fun s => H (S s)) X.
Proof.
  destruct (past_cases d 0 H (fun _ => x)) as [[-> A]|[-> A]].
  - rewrite Rmult_1_l. destruct (past_cases d t (fun s => H (S s)) X) as [[-> B]|[-> B]].
    + destruct (past_cases d (S t) H (from x X)) as [[-> _]|[_ N]]; [reflexivity|]. destruct N.
      intros [|s] i Hs Hi; [now apply (A 0%nat)|]. apply B; [lia|exact Hi].
    + destruct (past_cases d (S t) H (from x X)) as [[_ C]|[-> _]]; [|reflexivity]. destruct B.
      intros s i Hs Hi. apply (C (S s)); [lia|exact Hi].
  - rewrite Rmult_0_l. destruct (past_cases d (S t) H (from x X)) as [[_ C]|[-> _]]; [|reflexivity].
    destruct A. intros s i Hs Hi. replace s with O by lia. now apply (C 0%nat); [lia|].
Qed.

Lemma jumps_from d T x X : jumps d (S T) (from x X) = norm1 d (sub (X 0%nat) x) ^ 2 + jumps d T X.
Proof.
  unfold jumps. induction T as [|T IH]; [simpl; ring|]. cbn [sum] in *. rewrite IH. cbn [from]. ring.
Qed.

(** With probability a to y, and on from there as the second course. *)
Lemma course_add d x y v w m a T1 n1 p1 X1 T2 n2 p2 X2 : simplex d x -> 0 <= a ->
  course d x v m T1 n1 p1 X1 -> course d y w 1 T2 n2 p2 X2 -> (forall i, (i < d)%nat -> w i = 0) ->
  let p := join n1 p1 (fun j => a * p2 j) in let X := join n1 X1 (fun j => from x (X2 j)) in
  course d x (fun i => v i + a * (y i - x i)) (m + a) (T1 + S T2) (n1 + n2) p X /\
  gain_of d (T1 + S T2) (n1 + n2) p X
  = gain_of d T1 n1 p1 X1 + a * (norm1 d (sub y x) ^ 2 / 2 + gain_of d T2 n2 p2 X2).
Proof.
  intros Hx Ha C1 C2 Hw p X. pose proof (course_process d y w T2 n2 p2 X2 C2 Hw) as M2.
  pose proof C1 as C1'. pose proof C2 as C2'.
  destruct C1 as [[P1 S1] Q1 Z1 D1 F1 E1], C2 as [[P2 S2] Q2 Z2 D2 F2 E2].
  assert (mean : forall F, sum (n1 + n2) (fun j => p j * F (X j))
    = sum n1 (fun j => p1 j * F (X1 j)) + a * sum n2 (fun j => p2 j * F (from x (X2 j)))).
  { intros F. unfold p, X. rewrite sum_join, <- (sum_scale n2 a). f_equal. apply sum_ext. intros. ring. }
  split.
  - constructor.
    + split.
      * apply (join_all (fun r => 0 <= r)); [exact P1|]. intros j Hj.
        apply Rmult_le_pos; [exact Ha|now apply P2].
      * rewrite (sum_ext _ p (fun j => p j * 1)) by (intros; ring). rewrite (mean (fun _ => 1)).
        rewrite (sum_ext n1 _ p1), (sum_ext n2 _ p2), S1, S2 by (intros; ring). ring.
    + intros j t Hj. revert j Hj. apply (join_all (fun Y => simplex d (Y t))).
      * intros j Hj. now apply Q1.
      * intros j Hj. destruct t as [|t]; [exact Hx|now apply Q2].
    + intros j i Hj Hi. revert j Hj. apply (join_all (fun Y => Y 0%nat i = x i)); [intros; now apply Z1|].
      reflexivity.
    + intros i Hi. rewrite (mean (fun Y => Y 1%nat i - x i)), D1 by exact Hi. f_equal. cbn [from].
      rewrite (sum_ext n2 _ (fun j => (y i - x i) * p2 j)) by (intros; rewrite Z2 by assumption; ring).
      rewrite sum_scale, S2. ring.
    + intros t H i Hi.
      rewrite (mean (fun Y => past d (S t) H Y * (Y (S (S t)) i - Y (S t) i))), F1 by exact Hi.
      cbn [from]. rewrite Rplus_0_l.
      rewrite (sum_ext n2 _ (fun j => past d 0 H (fun _ => x)
        * (p2 j * (past d t (fun s => H (S s)) (X2 j) * (X2 j (S t) i - X2 j t i)))))
        by (intros; rewrite past_from; ring).
      rewrite sum_scale. destruct M2 as [_ _ _ M2 _]. destruct t as [|t].
      * rewrite (sum_ext n2 _
          (fun j => past d 0 (fun s => H (S s)) (fun _ => y) * (p2 j * (X2 j 1%nat i - y i)))).
        -- rewrite sum_scale, D2, Hw by exact Hi. ring.
        -- intros j Hj. rewrite (past_start d _ (X2 j) y) by (intros; now apply Z2).
           rewrite Z2 by assumption. ring.
      * rewrite F2 by exact Hi. ring.
    + apply (join_all (fun Y => exists k, (k < d)%nat /\
        forall t i, (T1 + S T2 <= t)%nat -> (i < d)%nat -> Y t i = vertex k i)).
      * intros j Hj. destruct (E1 j Hj) as (k & Hk & E). exists k. split; [exact Hk|].
        intros t i Ht. apply E. lia.
      * intros j Hj. destruct (E2 j Hj) as (k & Hk & E). exists k. split; [exact Hk|].
        intros [|t] i Ht Hi; [lia|]. apply E; [lia|exact Hi].
  - unfold gain_of at 1. rewrite (mean (jumps d (T1 + S T2))).
    rewrite (sum_ext n1 _ (fun j => p1 j * jumps d T1 (X1 j))).
    2:{ intros j Hj. destruct (E1 j Hj) as (k & _ & E). f_equal. now apply (jumps_settled d _ _ _ k). }
    rewrite (sum_ext n2 _ (fun j => norm1 d (sub y x) ^ 2 * p2 j + p2 j * jumps d T2 (X2 j))).
    + rewrite sum_plus, sum_scale, S2. unfold gain_of. field.
    + intros j Hj. replace (T1 + S T2)%nat with (S (T2 + T1)) by lia. rewrite jumps_from.
      destruct (E2 j Hj) as (k & _ & E). rewrite (jumps_settled d T2 T1 (X2 j) k E).
      rewrite (norm1_ext d (sub (X2 j 0%nat) x) (sub y x)) by (intros; unfold sub; now rewrite Z2).
      ring.
Qed.

Lemma course_of_martingale d x G : martingale d x G ->
  exists T n p X v, course d x v 1 T n p X /\ (forall i, (i < d)%nat -> v i = 0) /\ gain_of d T n p X = G.
Proof.
  induction 1 as [k x Hk E|n p y G x Hp S E M IH].
  - exists 0%nat, 1%nat, (fun _ => 1), (fun _ _ => x), (fun _ => 0). split; [|split; [reflexivity|]].
    + constructor.
      * split; [intros; lra|simpl; ring].
      * intros. apply (martingale_simplex d x 0). now apply (ended d k).
      * reflexivity.
      * intros. simpl. ring.
      * intros. simpl. ring.
      * intros. exists k. split; [exact Hk|]. intros t i _ Hi. now apply E.
    + unfold gain_of, jumps. simpl. ring.
  - pose proof (simplex_mean d n p y x Hp S (fun j Hj => martingale_simplex d _ _ (M j Hj)) E) as Hx.
    assert (F : forall k, (k <= n)%nat -> exists T N P X,
      course d x (fun i => sum k (fun j => p j * (y j i - x i))) (sum k p) T N P X /\
      gain_of d T N P X = sum k (fun j => p j * (norm1 d (sub (y j) x) ^ 2 / 2 + G j))).
    { induction k as [|k IHk]; intros Hk.
      - exists 0%nat, 0%nat, (fun _ => 0), (fun _ _ => x). split; [|unfold gain_of; simpl; ring].
        constructor; try (intros; lia); try reflexivity; try (intros; simpl; reflexivity).
        split; [intros; lia|reflexivity].
      - destruct (IHk ltac:(lia)) as (T1 & n1 & p1 & X1 & C1 & G1).
        destruct (IH k ltac:(lia)) as (T2 & n2 & p2 & X2 & v & C2 & V & G2).
        destruct (course_add d x (y k) _ v _ (p k) T1 n1 p1 X1 T2 n2 p2 X2 Hx (Hp k ltac:(lia)) C1 C2 V)
          as [C K].
        do 4 eexists. split; [exact C|]. rewrite K, G1, G2. reflexivity. }
    destruct (F n (le_n n)) as (T & N & P & X & C & K). rewrite S in C.
    exists T, N, P, X. eexists. split; [exact C|]. split; [|exact K].
    intros i Hi. cbv beta. rewrite (sum_ext n _ (fun j => p j * y j i - x i * p j)) by (intros; ring).
    rewrite sum_minus, sum_scale, S, <- E by exact Hi. ring.
Qed.

(** The best gain of a random sequence is the best gain of a martingale that is built move by move. *)
Theorem process_value d x : simplex d x -> is_lub (process_gain d x) (value d x).
Proof.
  intros Hx. destruct (value_lub d x Hx) as [U L]. split.
  - intros G (T & n & p & X & M & ->).
    enough (gain_of d T n p X <= 0 - - value d x) by lra.
    apply (process_gain_le_rise d (fun x => - value d x));
      [apply symmetric_on_first, value_symmetric|apply value_strongly_convex|exact M|].
    intros k Hk. pose proof (value_nonneg d _ (simplex_vertex d k Hk)). lra.
  - intros b Hb. apply L. intros G M. apply Hb.
    destruct (course_of_martingale d x G M) as (T & n & p & X & v & C & V & <-).
    exists T, n, p, X. split; [|reflexivity]. now apply (course_process d x v).
Qed.
