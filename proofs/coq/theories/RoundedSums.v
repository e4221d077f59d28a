(** Floating point by relative errors: what may come out of additions in any order; and what factors close to 1 in the
    exponents, and relative errors of a sum, do to the logarithm of a sum of exponentials. *)

From Coq Require Import Reals Lra Lia Arith List Permutation.
From TightMax Require Import Vectors Smoothing Entropy LogSumExp SemicontinuousMaximum Certificate.
Import ListNotations.
Open Scope R_scope.

(** b is a with a relative error of at most u. *)
Definition rounded (u a b : R) : Prop := exists e, Rabs e <= u /\ b = a * (1 + e).

(** An order in which terms are added. *)
Inductive order := Term (i : nat) | Plus (l r : order).

Fixpoint terms (t : order) : list nat :=
  match t with
  | Term i => [i]
  | Plus l r => terms l ++ terms r
  end.

(** The largest number of additions in which a term takes part. *)
Fixpoint additions (t : order) : nat :=
  match t with
  | Term _ => 0
  | Plus l r => S (Nat.max (additions l) (additions r))
  end.

(** What may come out if the terms E are added in this order, every addition with a relative error of at most u. *)
Inductive computed (u : R) (E : nat -> R) : order -> R -> Prop :=
| computed_term i : computed u E (Term i) (E i)
| computed_plus l r a b s : computed u E l a -> computed u E r b -> rounded u (a + b) s -> computed u E (Plus l r) s.

(** A rounded number that is not negative is between two multiples. *)
Lemma rounded_between u a b : 0 <= a -> rounded u a b -> (1 - u) * a <= b <= (1 + u) * a.
Proof. intros Ha (e & He & ->). apply Rabs_le_inv in He. split; nra. Qed.

(** Powers of numbers just below and just above 1. *)
Lemma powers_around_1 u k : 0 <= u <= 1 -> 0 <= (1 - u) ^ k <= 1 /\ 1 <= (1 + u) ^ k.
Proof.
  intros Hu. pose proof (pow_incr (1 - u) 1 k ltac:(lra)) as A. rewrite pow1 in A.
  split; [split; [apply pow_le; lra|exact A]|apply pow_R1_Rle; lra].
Qed.

(** Every addition in which a term takes part multiplies it by a factor between 1 - u and 1 + u. *)
Lemma computed_between u E t s : 0 <= u <= 1 -> (forall i, In i (terms t) -> 0 <= E i) -> computed u E t s ->
  forall k, (additions t <= k)%nat ->
  0 <= totalR E (terms t) /\ (1 - u) ^ k * totalR E (terms t) <= s <= (1 + u) ^ k * totalR E (terms t).
Proof.
  intros Hu P C. induction C as [i|l r a b s Cl IHl Cr IHr N]; intros k Hk.
  - simpl. pose proof (P i (or_introl eq_refl)) as Pi. rewrite Rplus_0_r.
    pose proof (powers_around_1 u k Hu) as Q. split; [exact Pi|nra].
  - simpl in P, Hk. destruct k as [|k]; [lia|].
    destruct (IHl (fun i Hi => P i (in_or_app _ _ _ (or_introl Hi))) k ltac:(lia)) as [Al Bl].
    destruct (IHr (fun i Hi => P i (in_or_app _ _ _ (or_intror Hi))) k ltac:(lia)) as [Ar Br].
    cbn [terms]. rewrite totalR_app. split; [lra|]. pose proof (powers_around_1 u k Hu) as Q.
    assert (Pa : 0 <= a) by nra. assert (Pb : 0 <= b) by nra.
    pose proof (rounded_between u (a + b) s ltac:(lra) N) as S. simpl. rewrite 2 Rmult_assoc. split.
    + apply Rle_trans with ((1 - u) * (a + b)); [|lra]. apply Rmult_le_compat_l; lra.
    + apply Rle_trans with ((1 + u) * (a + b)); [lra|]. apply Rmult_le_compat_l; lra.
Qed.

(** The total over 0, ..., n-1 is the sum. *)
Lemma totalR_seq E n : totalR E (seq 0 n) = sum n E.
Proof. rewrite (totalR_sum E _ 0%nat), seq_length. apply sum_ext. intros i Hi. now rewrite seq_nth. Qed.

(** What is in a permutation of 0, ..., n-1 is below n. *)
Lemma below_of_permutation l n i : Permutation l (seq 0 n) -> In i l -> (i < n)%nat.
Proof. intros P I. apply (Permutation_in i P), in_seq in I. lia. Qed.

(** Subtraction, division and exponential, each with its error, give exponents with factors 1 + th_i. *)
Lemma exponents_rounded n u (a y w : nat -> R) b t : 0 <= u -> t <> 0 ->
  (forall i, (i < n)%nat -> rounded u (a i - b) (y i)) -> (forall i, (i < n)%nat -> rounded u (y i / t) (w i)) ->
  exists th, forall i, (i < n)%nat -> Rabs (th i) <= 2 * u + u ^ 2 /\ w i = (1 + th i) * ((a i - b) / t).
Proof.
  intros Hu Ht Hy Hw. induction n as [|n IH]; [exists (fun _ => 0); intros; lia|].
  destruct IH as [th Th]; [intros; apply Hy; lia|intros; apply Hw; lia|].
  destruct (Hy n ltac:(lia)) as (e & Be & Ee), (Hw n ltac:(lia)) as (f & Bf & Ef).
  exists (fun i => if Nat.eqb i n then (1 + e) * (1 + f) - 1 else th i). intros i Hi.
  destruct (Nat.eqb_spec i n) as [->|N]; [|apply Th; lia].
  apply Rabs_le_inv in Be, Bf. split; [apply Rabs_le; split; nra|]. rewrite Ef, Ee. field. exact Ht.
Qed.

(** ** Factors in the exponents: convexity along the ray through z *)

(** LogSumExp depends on the first n entries only. *)
Lemma lse_ext n x y : (forall i, (i < n)%nat -> x i = y i) -> lse n x = lse n y.
Proof. intros E. unfold lse. f_equal. apply sum_ext. intros i Hi. now rewrite E. Qed.

(** LogSumExp grows with the entries. *)
Lemma lse_le n x y : (1 <= n)%nat -> (forall i, (i < n)%nat -> x i <= y i) -> lse n x <= lse n y.
Proof.
  intros Hn H. apply ln_le_mono; [now apply sum_exp_pos|]. apply sum_le. intros i Hi. now apply exp_le, H.
Qed.

(** LogSumExp of n zeros is ln n. *)
Lemma lse_zero n : lse n zero = ln (INR n).
Proof. unfold lse, zero. f_equal. rewrite sum_const, exp_0. ring. Qed.

(** Factors 1 + th_i in the exponents change the logarithm by at most g (ln n - ln S). *)
Lemma lse_factors n z th g : (1 <= n)%nat -> 0 <= g <= 1 -> (forall i, (i < n)%nat -> z i <= 0) ->
  (forall i, (i < n)%nat -> Rabs (th i) <= g) ->
  Rabs (lse n (fun i => (1 + th i) * z i) - lse n z) <= g * (ln (INR n) - lse n z).
Proof.
  intros Hn Hg Hz Hth. destruct (lse_smoothing n Hn) as [C _]. rewrite <- (lse_zero n).
  assert (Up : lse n (fun i => (1 + th i) * z i) <= lse n (mix (1 - g) zero z)).
  { apply lse_le; [exact Hn|]. intros i Hi. unfold mix, zero. pose proof (Hz i Hi) as Zi.
    pose proof (Rabs_le_inv _ _ (Hth i Hi)) as Ti. nra. }
  set (y := scale (1 + g) z).
  assert (Low : lse n y <= lse n (fun i => (1 + th i) * z i)).
  { apply lse_le; [exact Hn|]. intros i Hi. unfold y, scale. pose proof (Hz i Hi) as Zi.
    pose proof (Rabs_le_inv _ _ (Hth i Hi)) as Ti. nra. }
  pose proof (C zero z (1 - g) ltac:(lra)) as Inside.
  assert (Share : 0 < / (1 + g) <= 1).
  { split; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
  pose proof (C zero y (/ (1 + g)) ltac:(lra)) as Outside.
  rewrite (lse_ext n (mix (/ (1 + g)) zero y) z) in Outside
    by (intros i Hi; unfold mix, zero, y, scale; field; lra).
  apply (Rmult_le_compat_l (1 + g)) in Outside; [|lra].
  replace ((1 + g) * ((1 - / (1 + g)) * lse n zero + / (1 + g) * lse n y)) with (g * lse n zero + lse n y) in Outside
    by (field; lra).
  apply Rabs_le. lra.
Qed.

(** ** Logarithms of the factors *)

(** ln(1 + b) <= b. *)
Lemma ln_factor_above b : 0 <= b -> ln (1 + b) <= b.
Proof. intros Hb. rewrite <- (ln_exp b) at 2. apply ln_le_mono; [lra|]. apply exp_ineq1_le. Qed.

(** ln(1 - b) >= -1.02 b for small b. *)
Lemma ln_factor_below b : 0 <= b <= 1 / 100 -> - (102 / 100 * b) <= ln (1 - b).
Proof.
  intros Hb. rewrite <- (ln_exp (- (102 / 100 * b))). apply ln_le_mono; [apply exp_pos|].
  rewrite exp_Ropp. pose proof (exp_ineq1_le (102 / 100 * b)) as E.
  apply (Rmult_le_reg_r (exp (102 / 100 * b))); [apply exp_pos|].
  rewrite Rinv_l by (apply Rgt_not_eq, exp_pos). nra.
Qed.

(** The logarithm of a power. *)
Lemma ln_of_power y k : 0 < y -> ln (y ^ k) = INR k * ln y.
Proof.
  intros Hy. induction k as [|k IH]; [simpl; rewrite ln_1; ring|].
  rewrite S_INR. simpl. rewrite ln_mult, IH by (assumption || now apply pow_lt). ring.
Qed.

(** The logarithm of a product of the factors that occur. *)
Lemma ln_of_factors p k q s v : 0 < p -> 0 < q -> 0 < s ->
  ln (p ^ k * (q * (s * exp v))) = INR k * ln p + (ln q + (ln s + v)).
Proof.
  intros Hp Hq Hs. pose proof (Rmult_lt_0_compat _ _ Hs (exp_pos v)) as Q.
  rewrite ln_mult, ln_of_power, ln_mult, ln_mult, ln_exp; try assumption; try reflexivity;
    [apply exp_pos|now apply pow_lt|now apply Rmult_lt_0_compat].
Qed.
