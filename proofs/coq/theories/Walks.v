(** What a table of a walk proves: numbers at finitely many points, each below what a step to one side or the other
    gives with the numbers of the table or largest entries, are below the least over-estimate, and at the origin below
    the least gap. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Conjugate Converse LeastSmoothing.
Open Scope R_scope.

(** g_m, for every m >= 1, is the pointwise infimum of all f >= max on R^m with f(x+z) + f(x-z) <= 2f(x) + ||z||^2. *)
Definition least_family (g : nat -> vec -> R) : Prop :=
  forall m, (1 <= m)%nat -> forall x, is_infimum (fun r => exists f, over_estimate m f /\ r = f x) (g m x).

(** The entries of x, of which there are k, are some of the m entries of y, in some order, less c. *)
Definition some_entries (k m : nat) (x y : vec) (c : R) : Prop := exists p : nat -> nat,
  (forall j, (j < k)%nat -> (p j < m)%nat /\ x j = y (p j) - c) /\
  forall i j, (i < k)%nat -> (j < k)%nat -> p i = p j -> i = j.

(** A table of n points: how many entries they have, the points, the numbers w. And what w is elsewhere. *)
Definition value_elsewhere (n : nat) (size : nat -> nat) (point : nat -> vec) (w : nat -> R) (m : nat) (y : vec)
  (r : R) : Prop :=
  r = largest m y \/ exists i c, (i < n)%nat /\ some_entries (size i) m (point i) y c /\ r = w i + c.

(** What the table says of one of its points. *)
Definition step_below (n : nat) (size : nat -> nat) (point : nat -> vec) (w : nat -> R) (i : nat) : Prop :=
  exists a b (s : vec) u v, 0 < a /\ 0 < b /\ (forall j, (j < size i)%nat -> s j = 1 \/ s j = -1) /\
    value_elsewhere n size point w (size i) (add (point i) (scale a s)) u /\
    value_elsewhere n size point w (size i) (sub (point i) (scale b s)) v /\
    w i < (b * u + a * v) / (a + b) - a * b / 2.

(** ** The least over-estimates *)

Lemma infimum_unique E g h : is_infimum E g -> is_infimum E h -> g = h.
Proof. intros [A B] [C D]. apply Rle_antisym; [apply D, A|apply B, C]. Qed.

Section Family.
Variable g : nat -> vec -> R.
Hypothesis Hg : least_family g.

Lemma family_in_class m : (1 <= m)%nat -> over_estimate m (g m).
Proof.
  intros Hm. destruct (least_smoothing m Hm) as [_ (h & I & (F & A & S) & _)].
  assert (E : forall x, g m x = h x) by (intros x; exact (infimum_unique _ _ _ (Hg m Hm x) (I x))).
  split; [|split].
  - intros x y H. rewrite !E. now apply F.
  - intros x. rewrite E. apply A.
  - intros x z. rewrite !E. apply S.
Qed.

Lemma family_least_gap d eps f : (1 <= d)%nat -> smoothing d eps f -> g d zero <= eps.
Proof.
  intros Hd Hf. destruct (least_smoothing d Hd) as [_ (h & I & _ & _ & _ & _ & [_ L] & _)].
  rewrite (infimum_unique _ _ _ (Hg d Hd zero) (I zero)). exact (L _ _ Hf).
Qed.

(** The position among the first k with the index l, if there is one. *)
Fixpoint position (p : nat -> nat) (k l : nat) : option nat :=
  match k with
  | O => None
  | S j => if Nat.eqb (p j) l then Some j else position p j l
  end.

Lemma position_some p k l j : position p k l = Some j -> (j < k)%nat /\ p j = l.
Proof.
  induction k as [|k IH]; cbn [position]; [discriminate|]. destruct (Nat.eqb_spec (p k) l) as [E|_].
  - intros [= <-]. auto.
  - intros H. destruct (IH H). auto.
Qed.

Lemma position_of p k j : (forall i j, (i < k)%nat -> (j < k)%nat -> p i = p j -> i = j) -> (j < k)%nat ->
  position p k (p j) = Some j.
Proof.
  intros Inj Hj. destruct (position p k (p j)) as [i|] eqn:E.
  - destruct (position_some _ _ _ _ E) as [Hi Ei]. f_equal. now apply Inj.
  - exfalso. revert E Hj. clear. induction k as [|k IH]; [lia|]. cbn [position].
    destruct (Nat.eqb_spec (p k) (p j)) as [_|N]; [discriminate|]. intros E Hj.
    destruct (Nat.eq_dec j k) as [->|]; [now apply N|]. apply IH; [exact E|lia].
Qed.

(** Fewer entries, in another order and less c: then the least function is no larger, but for c. *)
Lemma family_of_some_entries k m x y c : (1 <= k)%nat -> some_entries k m x y c -> g k x + c <= g m y.
Proof.
  intros Hk (p & Hp & Inj).
  assert (Hm : (1 <= m)%nat) by (destruct (Hp 0%nat ltac:(lia)) as [L _]; lia).
  destruct (family_in_class m Hm) as (F & A & S).
  set (put := fun (base : vec) b (u : vec) l => match position p k l with Some j => u j + b | None => base l end).
  assert (In : forall base b u j, (j < k)%nat -> put base b u (p j) = u j + b)
    by (intros base b u j Hj; unfold put; now rewrite position_of).
  set (f := fun u => g m (put y c u) - c).
  assert (Hf : over_estimate k f).
  { split; [|split].
    - intros u v E. unfold f. f_equal. apply F. intros l _. unfold put.
      destruct (position p k l) as [j|] eqn:Q; [|reflexivity]. now rewrite (E j) by now apply position_some in Q.
    - intros u. unfold f. destruct (largest_attained k u Hk) as (j & Hj & ->).
      specialize (A (put y c u)). pose proof (largest_entry m (put y c u) (p j) (proj1 (Hp j Hj))) as B.
      rewrite In in B by exact Hj. lra.
    - intros u z. unfold f. specialize (S (put y c u) (put zero 0 z)).
      rewrite (F (put y c (add u z)) (add (put y c u) (put zero 0 z)))
        by (intros l _; unfold put, add, zero; destruct (position p k l); ring).
      rewrite (F (put y c (sub u z)) (sub (put y c u) (put zero 0 z)))
        by (intros l _; unfold put, sub, zero; destruct (position p k l); ring).
      assert (N : norm_inf m (put zero 0 z) <= norm_inf k z).
      { apply norm_inf_le; [apply norm_inf_nonneg|]. intros l _. unfold put, zero.
        destruct (position p k l) as [j|] eqn:Q; [|rewrite Rabs_R0; apply norm_inf_nonneg].
        rewrite Rplus_0_r. apply norm_inf_entry. now apply position_some in Q. }
      pose proof (pow_incr _ _ 2 (Logic.conj (norm_inf_nonneg m (put zero 0 z)) N)). lra. }
  destruct (Hg k Hk x) as [L _]. specialize (L (f x) (ex_intro _ f (Logic.conj Hf eq_refl))). unfold f in L.
  rewrite (F (put y c x) y) in L; [lra|]. intros l _. unfold put.
  destruct (position p k l) as [j|] eqn:Q; [|reflexivity]. destruct (position_some _ _ _ _ Q) as [Hj <-].
  destruct (Hp j Hj) as [_ ->]. ring.
Qed.

(** A step a along s or b against it. *)
Lemma family_two_points m x s a b : (1 <= m)%nat -> 0 < a -> 0 < b -> (forall i, (i < m)%nat -> Rabs (s i) <= 1) ->
  (b * g m (add x (scale a s)) + a * g m (sub x (scale b s))) / (a + b) - a * b / 2 <= g m x.
Proof.
  intros Hm Ha Hb Hs. pose proof (family_in_class m Hm) as C. pose proof C as (F & _ & _).
  assert (T : 0 <= b / (a + b) <= 1).
  { split; [left; apply Rdiv_lt_0_compat; lra|]. apply Rmult_le_reg_r with (a + b); [lra|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
  pose proof (over_estimate_chord m (g m) Hm C x (scale (a + b) s) (b / (a + b)) T) as H.
  rewrite (F (add x (scale (- (b / (a + b))) (scale (a + b) s))) (sub x (scale b s))) in H
    by (intros i _; unfold add, sub, scale; field; lra).
  rewrite (F (add x (scale (1 - b / (a + b)) (scale (a + b) s))) (add x (scale a s))) in H
    by (intros i _; unfold add, scale; field; lra).
  unfold scale at 3 in H. rewrite norm_inf_scale, (Rabs_pos_eq (a + b)) in H by lra.
  assert (N : norm_inf m s <= 1) by (apply norm_inf_le; [lra|exact Hs]).
  pose proof (pow_incr _ _ 2 (Logic.conj (norm_inf_nonneg m s) N)) as N2.
  set (Y := g m (add x (scale a s))) in *. set (Z := g m (sub x (scale b s))) in *.
  assert (Q : b / (a + b) * (1 - b / (a + b)) / 2 * ((a + b) * norm_inf m s) ^ 2 = a * b / 2 * norm_inf m s ^ 2)
    by (field; lra).
  rewrite Q in H. assert (P : 0 < a * b) by now apply Rmult_lt_0_compat.
  replace ((b * Y + a * Z) / (a + b)) with ((1 - b / (a + b)) * Z + b / (a + b) * Y) by (field; lra). nra.
Qed.

(** ** The table *)

(** Among finitely many numbers one is the largest. *)
Lemma largest_of n (e : nat -> R) : (1 <= n)%nat -> exists i, (i < n)%nat /\ forall j, (j < n)%nat -> e j <= e i.
Proof.
  intros Hn. destruct (largest_attained n e Hn) as (i & Hi & E). exists i. split; [exact Hi|]. intros j Hj.
  rewrite <- E. now apply largest_entry.
Qed.

Lemma table_below n size point w : (forall i, (i < n)%nat -> (1 <= size i)%nat) ->
  (forall i, (i < n)%nat -> step_below n size point w i) -> forall i, (i < n)%nat -> w i <= g (size i) (point i).
Proof.
  intros Hsize H i Hi. set (e := fun i => w i - g (size i) (point i)).
  destruct (largest_of n e ltac:(lia)) as (k & Hk & Top). apply Rnot_lt_le. intros Pos.
  pose proof (Top i Hi) as Pk. unfold e at 1 in Pk. set (M := e k) in *. assert (PM : 0 < M) by lra.
  assert (Else : forall m y r, (1 <= m)%nat -> value_elsewhere n size point w m y r -> r <= g m y + M).
  { intros m y r Hm [->|(l & c & Hl & E & ->)].
    - destruct (family_in_class m Hm) as (_ & A & _). specialize (A y). lra.
    - pose proof (family_of_some_entries _ _ _ _ _ (Hsize l Hl) E) as G. pose proof (Top l Hl) as T. unfold e at 1 in T.
      lra. }
  destruct (H k Hk) as (a & b & s & u & v & Pa & Pb & Signs & U & V & L).
  assert (Hs : forall j, (j < size k)%nat -> Rabs (s j) <= 1).
  { intros j Hj. destruct (Signs j Hj) as [-> | ->]; [rewrite Rabs_R1; lra|rewrite Rabs_left; lra]. }
  pose proof (family_two_points _ (point k) s a b (Hsize k Hk) Pa Pb Hs) as G.
  apply Else in U; [|now apply Hsize]. apply Else in V; [|now apply Hsize].
  set (X := g (size k) (add (point k) (scale a s))) in *. set (Y := g (size k) (sub (point k) (scale b s))) in *.
  apply (Rmult_le_compat_l b) in U; [|lra]. apply (Rmult_le_compat_l a) in V; [|lra].
  assert (B : (b * u + a * v) / (a + b) <= (b * X + a * Y) / (a + b) + M).
  { replace ((b * X + a * Y) / (a + b) + M) with ((b * (X + M) + a * (Y + M)) / (a + b)) by (field; lra).
    apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|lra]. }
  unfold M, e in B. lra.
Qed.
End Family.

(** The least over-estimates exist. *)
Lemma least_family_exists : exists g, least_family g.
Proof.
  set (E := fun m x r => exists f, over_estimate m f /\ r = f x).
  exists (fun m x => - supremum (fun r => E m x (- r))). intros m Hm x.
  destruct (least_smoothing m Hm) as [_ (h & I & O & _)]. specialize (I x). fold (E m x) in *.
  replace (- supremum (fun r => E m x (- r))) with (h x); [exact I|].
  assert (L : is_lub (fun r => E m x (- r)) (- h x)).
  { split; [intros r Hr; apply I in Hr; lra|]. intros b Hb. apply Hb. exists h. split; [exact O|lra]. }
  assert (S : is_lub (fun r => E m x (- r)) (supremum (fun r => E m x (- r)))).
  { apply supremum_lub; [exists (- h x); apply L|]. exists (- h x), h. split; [exact O|lra]. }
  destruct L as [U Lo], S as [U' Lo']. pose proof (Lo _ U'). pose proof (Lo' _ U). lra.
Qed.

(** Let g_m be the pointwise infimum of all f >= max on R^m with f(x+z) + f(x-z) <= 2f(x) + ||z||^2 in the infinity
    norm. A table gives numbers w_i to finitely many points x_i with 2 to d entries; at a point y, w may be the largest
    entry, or w_i + c where the entries of x_i are some of those of y, in any order, less c. If for each i there are
    a, b > 0 and a vector s of signs with w_i < (b w(x_i + as) + a w(x_i - bs))/(a + b) - ab/2, then w_i is at most
    g_m(x_i), and the number at the origin of R^d is at most the gap of every smoothing, so at most eps*_d. *)
Theorem walks d n (size : nat -> nat) (point : nat -> vec) (w : nat -> R) :
  (forall i, (i < n)%nat -> (2 <= size i <= d)%nat) -> (forall i, (i < n)%nat -> step_below n size point w i) ->
  (forall g, least_family g -> forall i, (i < n)%nat -> w i <= g (size i) (point i)) /\
  forall i, (i < n)%nat -> size i = d -> (forall j, (j < d)%nat -> point i j = 0) ->
    forall eps f, smoothing d eps f -> w i <= eps.
Proof.
  intros Hsize H. assert (A : forall g, least_family g -> forall i, (i < n)%nat -> w i <= g (size i) (point i)).
  { intros g Hg. apply table_below; [exact Hg| |exact H]. intros i Hi. specialize (Hsize i Hi). lia. }
  split; [exact A|]. intros i Hi E Z eps f Hf. specialize (Hsize i Hi). destruct least_family_exists as (g & Hg).
  eapply Rle_trans; [|exact (family_least_gap g Hg d eps f ltac:(lia) Hf)]. specialize (A g Hg i Hi). rewrite E in A.
  replace (g d zero) with (g d (point i)); [exact A|]. apply (family_in_class g Hg d ltac:(lia)). exact Z.
Qed.
