(** When a sum of generators, g_k^-1(g_k(x_1) + ... + g_k(x_n)), tends to the maximum as k tends to infinity: exactly
    when the ratios g_k(b)/g_k(c) vanish for b < c, which is not about the growth of the g_k. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Converse Limits.
Open Scope R_scope.

Definition increasing_strictly (g : R -> R) : Prop := forall x y, x < y -> g x < g y.

(** Continuous, increasing, positive, unbounded above. *)
Record generator (g : R -> R) : Prop := Generator {
  generator_continuous : continuity g;
  generator_increasing : increasing_strictly g;
  generator_positive : forall x, 0 < g x;
  generator_unbounded : forall b, exists x, b < g x
}.

(** r is the value of g^-1 at g(x_1) + ... + g(x_n). *)
Definition joined (g : R -> R) (n : nat) (x : vec) (r : R) : Prop := g r = sum n (fun i => g (x i)).

(** M_k(x) is that value for g_k, for every number n >= 1 of entries. *)
Definition joins {T : Type} (g : T -> R -> R) (M : T -> nat -> vec -> R) : Prop :=
  forall k n x, (1 <= n)%nat -> joined (g k) n x (M k n x).

(** M_k tends to the maximum of n numbers at every point. *)
Definition tends_to_maximum {T : Type} (k : T -> R) (n : nat) (M : T -> nat -> vec -> R) : Prop :=
  forall x, tends k (fun i => M i n x) (largest n x).

(** An increasing function keeps and reflects the order. *)
Lemma increasing_le g x y : increasing_strictly g -> (g x <= g y <-> x <= y).
Proof.
  intros I. split; intros H.
  - apply Rnot_lt_le. intros L. specialize (I y x L). lra.
  - destruct H as [H|<-]; [left; now apply I|lra].
Qed.

(** The same for the strict order. *)
Lemma increasing_lt g x y : increasing_strictly g -> (g x < g y <-> x < y).
Proof.
  intros I. split; intros H; [|now apply I]. apply Rnot_le_lt. intros L. apply (increasing_le g) in L; [lra|exact I].
Qed.

(** It takes no value twice. *)
Lemma increasing_injective g x y : increasing_strictly g -> g x = g y -> x = y.
Proof. intros I E. apply Rle_antisym; apply (increasing_le g _ _ I); lra. Qed.

(** A continuous increasing function takes every value between two of its values. *)
Lemma value_taken g a b v : continuity g -> increasing_strictly g -> g a <= v <= g b -> exists r, g r = v.
Proof.
  intros C I H. assert (L : a <= b) by (apply (increasing_le g _ _ I); lra).
  destruct (IVT_cor (fun x => g x - v) a b) as (r & _ & E); [|exact L|nra|].
  - apply (continuity_minus g (fun _ => v)); [exact C|]. intros x. apply continuity_pt_const. now intros y z.
  - exists r. lra.
Qed.

Section Generator.
Variable g : R -> R.
Hypothesis G : generator g.
Let I := generator_increasing g G.
Let P := generator_positive g G.

(** The value exists: the sum lies between two values of g. *)
Lemma joined_exists n x : (1 <= n)%nat -> exists r, joined g n x r.
Proof.
  intros Hn. destruct (generator_unbounded g G (sum n (fun i => g (x i)))) as [b Hb].
  apply (value_taken g (x 0%nat) b); [apply (generator_continuous g G)|exact I|]. split; [|lra].
  apply (sum_term_le n (fun i => g (x i))); [intros; left; apply P|lia].
Qed.

(** It is above the largest entry, because there is another entry and g is positive. *)
Lemma joined_above n x r : (2 <= n)%nat -> joined g n x r -> largest n x < r.
Proof.
  intros Hn H. destruct (largest_attained n x ltac:(lia)) as (j & Hj & ->). apply (increasing_lt g _ _ I).
  rewrite H, (sum_split n _ j Hj). set (i := if Nat.eqb j 0 then 1%nat else 0%nat).
  assert (Hi : (i < n)%nat /\ Nat.eqb i j = false).
  { unfold i. destruct (Nat.eqb_spec j 0); split; try lia; apply Nat.eqb_neq; lia. }
  pose proof (sum_term_le n (fun e => if Nat.eqb e j then 0 else g (x e)) i) as T. cbv beta in T.
  rewrite (proj2 Hi) in T. pose proof (P (x i)) as Pi.
  enough (g (x i) <= sum n (fun e => if Nat.eqb e j then 0 else g (x e))) by lra.
  apply T; [|apply Hi]. intros e _. destruct (Nat.eqb e j); [lra|left; apply P].
Qed.

(** Where n g(largest) <= g(c), it is at most c. *)
Lemma joined_below n x r c : joined g n x r -> INR n * g (largest n x) <= g c -> r <= c.
Proof.
  intros H Hc. apply (increasing_le g _ _ I). rewrite H. eapply Rle_trans; [|exact Hc].
  rewrite <- sum_const. apply sum_le. intros i Hi. apply (increasing_le g _ _ I). now apply largest_entry.
Qed.

(** For n equal numbers b it is at most c exactly where n g(b) <= g(c). *)
Lemma joined_equal n b r c : joined g n (fun _ => b) r -> (r <= c <-> INR n * g b <= g c).
Proof. intros H. rewrite <- (increasing_le g r c I), H, sum_const. reflexivity. Qed.
End Generator.

(** The largest of equal numbers. *)
Lemma largest_of_equal n b : (1 <= n)%nat -> largest n (fun _ => b) = b.
Proof. intros Hn. now destruct (largest_attained n (fun _ => b) Hn) as (i & _ & ->). Qed.

Section Family.
Context {T : Type} (k : T -> R) (g : T -> R -> R).
Hypothesis U : unbounded k.
Hypothesis G : forall i, generator (g i).

Definition ratios_vanish : Prop := forall b c, b < c -> tends k (fun i => g i b / g i c) 0.
Definition doubles : Prop := forall b c, b < c -> for_large k (fun i => 2 * g i b <= g i c).

(** Halving the way from b to c j times doubles j times. *)
Lemma doubles_powers : doubles -> forall j b c, b < c -> for_large k (fun i => 2 ^ j * g i b <= g i c).
Proof.
  intros D j. induction j as [|j IH]; intros b c H.
  - apply for_large_always. intros i. pose proof (generator_increasing _ (G i) b c H) as I. simpl. lra.
  - set (m := (b + c) / 2).
    generalize (for_large_and k _ _ (IH b m ltac:(unfold m; lra)) (D m c ltac:(unfold m; lra))).
    apply for_large_mono. intros i [A B]. simpl. lra.
Qed.

(** So every multiple is reached on the way from b to c, because n <= 2^n. *)
Lemma doubles_multiples : doubles -> forall n b c, b < c -> for_large k (fun i => INR n * g i b <= g i c).
Proof.
  intros D n b c H. generalize (doubles_powers D n b c H). apply for_large_mono. intros i A.
  eapply Rle_trans; [|exact A]. apply Rmult_le_compat_r; [left; apply (generator_positive _ (G i))|].
  clear A. induction n as [|n IH]; [simpl; lra|]. rewrite S_INR. simpl. pose proof (pow_R1_Rle 2 n ltac:(lra)). lra.
Qed.

(** The ratios vanish if and only if g_k(b) doubles on the way to c. *)
Lemma ratios_vanish_iff : ratios_vanish <-> doubles.
Proof.
  split.
  - intros V b c H. generalize (V b c H (1 / 2) ltac:(lra)). apply for_large_mono. intros i A.
    pose proof (generator_positive _ (G i) c) as Pc. rewrite Rminus_0_r in A. apply Rabs_def2 in A.
    destruct A as [A _]. apply (Rmult_lt_compat_r (g i c)) in A; [|exact Pc].
    unfold Rdiv in A. rewrite Rmult_assoc, Rinv_l in A by lra. lra.
  - intros D b c H eta He. destruct (above_some_natural (/ eta)) as [n Hn].
    generalize (doubles_multiples D n b c H). apply for_large_mono. intros i B.
    pose proof (generator_positive _ (G i) b) as Pb. pose proof (generator_positive _ (G i) c) as Pc.
    rewrite Rminus_0_r, Rabs_pos_eq by (left; now apply Rdiv_lt_0_compat).
    apply (Rmult_lt_reg_r (g i c)); [exact Pc|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    apply (Rmult_lt_compat_r (g i b)) in Hn; [|exact Pb]. apply (Rmult_lt_reg_l (/ eta)); [now apply Rinv_0_lt_compat|].
    rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l by lra. lra.
Qed.

Variable M : T -> nat -> vec -> R.
Hypothesis J : joins g M.

(** Doubling gives the maximum. *)
Lemma doubles_converge n : (2 <= n)%nat -> doubles -> tends_to_maximum k n M.
Proof.
  intros Hn D x eta He.
  generalize (doubles_multiples D n (largest n x) (largest n x + eta / 2) ltac:(lra)). apply for_large_mono.
  intros i A. pose proof (J i n x ltac:(lia)) as H. pose proof (joined_above _ (G i) n x _ Hn H) as L.
  pose proof (joined_below _ (G i) n x _ _ H A) as B. rewrite Rabs_pos_eq; lra.
Qed.

(** The maximum of equal numbers gives doubling. *)
Lemma equal_double n : (2 <= n)%nat -> (forall b, tends k (fun i => M i n (fun _ => b)) b) -> doubles.
Proof.
  intros Hn H b c L. generalize (H b (c - b) ltac:(lra)). apply for_large_mono. intros i A. apply Rabs_def2 in A.
  assert (E : INR n * g i b <= g i c).
  { apply (joined_equal _ (G i) n b (M i n (fun _ => b)) c); [apply J; lia|lra]. }
  apply le_INR in Hn. simpl in Hn. pose proof (generator_positive _ (G i) b) as P. nra.
Qed.

(** A single g stays above the maximum by the same amount at every k. *)
Lemma single_fails : (forall i j, g i = g j) -> forall n x, (2 <= n)%nat -> ~ tends k (fun i => M i n x) (largest n x).
Proof.
  intros S n x Hn H. destruct (U 0) as [i0 _].
  pose proof (joined_above _ (G i0) n x _ Hn (J i0 n x ltac:(lia))) as L.
  destruct (for_large_some k _ U (H (M i0 n x - largest n x) ltac:(lra))) as [i Hi].
  replace (M i n x) with (M i0 n x) in Hi; [rewrite Rabs_pos_eq in Hi; lra|].
  apply (increasing_injective (g i0) _ _ (generator_increasing _ (G i0))).
  rewrite (J i0 n x ltac:(lia)), (S i0 i). symmetry. apply J. lia.
Qed.
End Family.

(** Let g_k > 0 be continuous, increasing and unbounded above, and M_k(x) = g_k^-1(sum g_k(x_i)) for n >= 2 numbers; k
    runs through any unbounded set of reals. Then M_k > max, and M_k -> max at every point as k -> infinity if and only
    if g_k(b)/g_k(c) -> 0 for all b < c. It is enough to know it for pairs of equal numbers, or that 2 g_k(b) <= g_k(c)
    for all large k. A single g never gives the maximum. *)
Theorem generators (T : Type) (k : T -> R) (g : T -> R -> R) : unbounded k -> (forall i, generator (g i)) ->
  (exists M, joins g M) /\
  forall M, joins g M ->
    (forall i n x, (2 <= n)%nat -> largest n x < M i n x) /\
    (forall n, (2 <= n)%nat ->
      (tends_to_maximum k n M <-> forall b c, b < c -> tends k (fun i => g i b / g i c) 0) /\
      (tends_to_maximum k n M <-> forall b, tends k (fun i => M i 2%nat (fun _ => b)) b) /\
      (tends_to_maximum k n M <-> forall b c, b < c -> for_large k (fun i => 2 * g i b <= g i c))) /\
    ((forall i j, g i = g j) -> forall n x, (2 <= n)%nat -> ~ tends k (fun i => M i n x) (largest n x)).
Proof.
  intros U G. split.
  - set (below := fun i n (x : vec) r => g i r <= sum n (fun e => g i (x e))).
    exists (fun i n x => supremum (below i n x)). intros i n x Hn.
    destruct (joined_exists _ (G i) n x Hn) as [r Hr].
    assert (B : forall s, below i n x s <-> s <= r).
    { intros s. unfold below. rewrite <- Hr. apply increasing_le, (generator_increasing _ (G i)). }
    destruct (supremum_lub (below i n x)) as [Up Least];
      [exists r; intros s Hs; now apply B|exists r; apply B; lra|].
    replace (supremum (below i n x)) with r; [exact Hr|]. apply Rle_antisym.
    + apply Up, B. lra.
    + apply Least. intros s Hs. now apply B.
  - intros M J. split; [intros i n x Hn; apply (joined_above _ (G i)); [exact Hn|apply J; lia]|].
    split; [|exact (single_fails k g U G M J)]. intros n Hn.
    assert (Equal : forall r, (2 <= r)%nat -> tends_to_maximum k r M ->
      forall b, tends k (fun i => M i r (fun _ => b)) b).
    { intros r Hr H b. pose proof (H (fun _ => b)) as L. now rewrite largest_of_equal in L by lia. }
    assert (D : tends_to_maximum k n M -> doubles k g) by (intros H; now apply (equal_double k g G M J n Hn), Equal).
    pose proof (doubles_converge k g G M J) as C. pose proof (ratios_vanish_iff k g G) as V.
    split; [|split].
    + split; intros H; [now apply V, D|now apply C, V].
    + split; [intros H; apply Equal, C; [lia|lia|now apply D]|].
      intros H. apply C; [exact Hn|]. exact (equal_double k g G M J 2 (le_n 2) H).
    + split; [exact D|now apply C].
Qed.
