(** Odd powers: the root r of r^N = x^N + y^N for N = 2j + 1 tends to the maximum where x + y > 0, to the minimum where
    x + y < 0, and is 0 in between. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Limits Gradients Generators OddGenerators.
Open Scope R_scope.

(** r^N = x^N + y^N for the odd number N = 2j + 1. *)
Definition odd_power (j : nat) (x : R) : R := x ^ (2 * j + 1).
Definition root_of_powers (j : nat) (x y r : R) : Prop := odd_power j r = odd_power j x + odd_power j y.

(** An odd power is the square to the power j, times x. *)
Lemma odd_power_square j x : odd_power j x = (x ^ 2) ^ j * x.
Proof. unfold odd_power. rewrite pow_add, pow_mult. ring. Qed.

(** An odd power is an odd function. *)
Lemma odd_power_opp j x : odd_power j (- x) = - odd_power j x.
Proof. rewrite 2 odd_power_square. replace ((- x) ^ 2) with (x ^ 2) by ring. ring. Qed.

(** Powers of nonnegative numbers grow with them. *)
Lemma power_lt n x y : 0 <= x < y -> x ^ S n < y ^ S n.
Proof.
  intros H. induction n as [|n IH]; [lra|]. pose proof (pow_le x (S n) ltac:(lra)) as P.
  change (x * x ^ S n < y * y ^ S n). nra.
Qed.

(** So odd powers grow from 0 on. *)
Lemma odd_power_lt_nonneg j x y : 0 <= x < y -> odd_power j x < odd_power j y.
Proof. unfold odd_power. rewrite Nat.add_1_r. apply power_lt. Qed.

(** Odd powers vanish at 0. *)
Lemma odd_power_zero j : odd_power j 0 = 0.
Proof. rewrite odd_power_square. ring. Qed.

(** The odd powers are odd increasing functions, and bijections. *)
Lemma odd_power_odd_increasing j : odd_increasing (odd_power j).
Proof.
  assert (P : forall x, 0 < x -> 0 < odd_power j x) by (intros x Hx; now apply pow_lt).
  split; [|apply odd_power_opp]. intros x y H. destruct (Rle_lt_dec 0 x) as [Px|Nx].
  - apply odd_power_lt_nonneg. lra.
  - destruct (Rle_lt_dec y 0) as [Ny|Py].
    + pose proof (odd_power_lt_nonneg j (- y) (- x) ltac:(lra)) as L. rewrite 2 odd_power_opp in L. lra.
    + pose proof (P y Py) as A. pose proof (P (- x) ltac:(lra)) as B. rewrite odd_power_opp in B. lra.
Qed.

(** Bernoulli's inequality. *)
Lemma bernoulli n a : 0 <= a -> 1 + INR n * a <= (1 + a) ^ n.
Proof. intros [P|<-]; [now apply poly|]. rewrite Rmult_0_r, Rplus_0_r, pow1. lra. Qed.

(** So b < x^N for x = b + 1, where b >= 0. *)
Lemma odd_power_unbounded j b : exists x, b < odd_power j x.
Proof.
  exists (1 + Rabs b). pose proof (Rle_abs b) as L. pose proof (Rabs_pos b) as P. unfold odd_power.
  pose proof (bernoulli (2 * j + 1) (Rabs b) P) as B. rewrite plus_INR in B. pose proof (pos_INR (2 * j)) as Q.
  simpl INR in B at 2. nra.
Qed.

(** The root exists. *)
Lemma root_exists j x y : exists r, root_of_powers j x y r.
Proof.
  destruct odd_generators as [E _]. destruct (E (odd_power j) (odd_power_odd_increasing j)) with (x := x) (y := y)
    as [r Hr]; [|apply odd_power_unbounded|exists r; now apply joined_two].
  apply derivable_continuous, derivable_pow.
Qed.

(** There is only one root. *)
Lemma root_unique j x y r s : root_of_powers j x y r -> root_of_powers j x y s -> r = s.
Proof.
  unfold root_of_powers. intros Hr Hs. apply (increasing_injective (odd_power j));
    [apply odd_power_odd_increasing|]. now rewrite Hr.
Qed.

Section Bounds.
Variables (j : nat) (x y r : R).
Hypothesis Hr : root_of_powers j x y r.

Let N := INR (2 * j + 1).
Let Inc := proj1 (odd_power_odd_increasing j).

(** N = 2j + 1. *)
Lemma N_value : N = 2 * INR j + 1.
Proof. unfold N. rewrite plus_INR, mult_INR. simpl. ring. Qed.

(** N is at least 1. *)
Lemma N_pos : 1 <= N.
Proof. rewrite N_value. pose proof (pos_INR j). lra. Qed.

(** Where both numbers are not negative: x <= r <= x(1 + 1/N). *)
Lemma root_of_nonnegative : 0 <= y <= x -> x <= r <= x * (1 + / N).
Proof.
  intros H. pose proof N_pos as PN. assert (Py : 0 <= odd_power j y) by (apply pow_le; lra).
  assert (Yx : odd_power j y <= odd_power j x) by (apply (increasing_le _ _ _ Inc); lra).
  unfold root_of_powers in Hr. split; apply (increasing_le _ _ _ Inc); [lra|].
  assert (I : 0 < / N) by (apply Rinv_0_lt_compat; lra). rewrite Hr. unfold odd_power at 3. rewrite Rpow_mult_distr.
  fold (odd_power j x). pose proof (bernoulli (2 * j + 1) (/ N) ltac:(lra)) as B. fold N in B.
  rewrite Rinv_r in B by lra.
  assert (Px : 0 <= odd_power j x) by lra. nra.
Qed.

(** Where x > 0 > y and x + y > 0: 0 < x - r <= x/(1 + N(x/|y| - 1)). *)
Lemma root_of_mixed : y < 0 < x -> 0 < x + y -> 0 < x - r <= x / (1 + N * (x / Rabs y - 1)).
Proof.
  intros H S. pose proof N_pos as PN. rewrite Rabs_left by lra. set (z := - y).
  assert (Pz : 0 < z < x) by (unfold z; lra).
  unfold root_of_powers in Hr. replace y with (- z) in Hr by (unfold z; ring). rewrite odd_power_opp in Hr.
  assert (Zx : odd_power j z < odd_power j x) by (apply Inc; lra).
  assert (Oz : 0 < odd_power j z) by (apply pow_lt; lra).
  assert (Rx : r < x) by (apply (increasing_lt _ _ _ Inc); lra).
  assert (R0 : 0 < r) by (apply (increasing_lt _ _ _ Inc); rewrite odd_power_zero; lra). split; [lra|].
  set (B := 1 + N * (x / z - 1)). assert (Q : 1 < x / z).
  { apply (Rmult_lt_reg_r z); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
  assert (PB : 1 < B) by (unfold B; nra).
  pose proof (bernoulli (2 * j + 1) (x / z - 1) ltac:(lra)) as Be. fold N B in Be.
  replace (1 + (x / z - 1)) with (x * / z) in Be by (field; lra). rewrite Rpow_mult_distr, pow_inv in Be by lra.
  fold (odd_power j x) (odd_power j z) in Be.
  apply (Rmult_le_compat_r (odd_power j z)) in Be; [|lra]. rewrite Rmult_assoc, Rinv_l, Rmult_1_r in Be by lra.
  (* (r/x)^N <= r/x, because r < x *)
  assert (Pow : odd_power j r * x <= r * odd_power j x).
  { rewrite 2 odd_power_square. assert (L : (r ^ 2) ^ j <= (x ^ 2) ^ j) by (apply pow_incr; nra).
    pose proof (pow_le (r ^ 2) j ltac:(nra)) as Pr. assert (Prx : 0 < r * x) by nra. nra. }
  rewrite Hr in Pow. apply (Rmult_le_reg_r (B * odd_power j x)); [nra|].
  replace (x / B * (B * odd_power j x)) with (x * odd_power j x) by (field; lra).
  apply Rle_trans with (B * (odd_power j z * x)); [|nra].
  replace ((x - r) * (B * odd_power j x)) with (B * ((x - r) * odd_power j x)) by ring.
  apply Rmult_le_compat_l; lra.
Qed.
End Bounds.

(** ** Limits *)

(** Where x >= y and x + y > 0 the roots tend to x. *)
Lemma roots_tend_to_larger x y r : y <= x -> 0 < x + y -> (forall j, root_of_powers j x y (r j)) -> tends INR r x.
Proof.
  intros Hxy S H. destruct (Rle_lt_dec 0 y) as [P|Q].
  - apply (tends_within_of _ _ _ x 2); [lra|lra|]. intros j _.
    pose proof (root_of_nonnegative j x y (r j) (H j) ltac:(lra)) as B. rewrite N_value in B.
    rewrite Rabs_pos_eq by lra. pose proof (pos_INR j) as Pj.
    replace (x / (1 + INR j * 2)) with (x * (1 + / (2 * INR j + 1)) - x) by (field; lra). lra.
  - set (g := 2 * (x / Rabs y - 1)). assert (Pg : 0 < g).
    { unfold g. rewrite Rabs_left by lra. apply Rmult_lt_0_compat; [lra|].
      enough (1 < x / - y) by lra. apply (Rmult_lt_reg_r (- y)); [lra|].
      unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
    apply (tends_within_of _ _ _ x g); [lra|exact Pg|]. intros j Pj.
    pose proof (root_of_mixed j x y (r j) (H j) ltac:(lra) S) as B. rewrite N_value in B.
    rewrite Rabs_left1 by lra. replace (- (r j - x)) with (x - r j) by ring. eapply Rle_trans; [apply B|].
    apply Rmult_le_compat_l; [lra|]. unfold g in *. apply Rinv_le_contravar; [nra|]. lra.
Qed.

(** The root of the opposite numbers is the opposite. *)
Lemma root_opp j x y r : root_of_powers j x y r -> root_of_powers j (- y) (- x) (- r).
Proof. unfold root_of_powers. rewrite !odd_power_opp. intros ->. ring. Qed.

(** So where x + y < 0 they tend to the smaller number. *)
Lemma roots_tend_to_smaller x y r : y <= x -> x + y < 0 -> (forall j, root_of_powers j x y (r j)) -> tends INR r y.
Proof.
  intros Hxy S H. pose proof (roots_tend_to_larger (- y) (- x) (fun j => - r j) ltac:(lra) ltac:(lra)
    (fun j => root_opp j x y (r j) (H j))) as L.
  intros eta He. generalize (L eta He). apply for_large_mono. intros j A.
  replace (r j - y) with (- (- r j - - y)) by ring. now rewrite Rabs_Ropp.
Qed.

(** The root of opposite numbers is 0. *)
Lemma root_of_opposite j x r : root_of_powers j x (- x) r -> r = 0.
Proof.
  intros H. apply (root_unique j x (- x)); [exact H|].
  unfold root_of_powers. rewrite odd_power_opp, odd_power_zero. ring.
Qed.

(** The limit is the maximum exactly where x + y > 0 or x = y. *)
Lemma roots_tend_to_maximum x y r : y <= x -> (forall j, root_of_powers j x y (r j)) ->
  (tends INR r x <-> 0 < x + y \/ x = y).
Proof.
  intros Hxy H. destruct (Rtotal_order (x + y) 0) as [Neg|[Zero|Pos]].
  - pose proof (roots_tend_to_smaller x y r Hxy Neg H) as L. split; [intros M|intros [P|E]; [lra|now rewrite E]].
    right. exact (tends_unique INR r x y unbounded_naturals M L).
  - assert (R0 : forall j, r j = 0).
    { intros j. apply (root_of_opposite j x). replace (- x) with y by lra. apply H. }
    assert (L : tends INR r 0).
    { intros eta He. apply for_large_always. intros j. now rewrite R0, Rminus_0_r, Rabs_R0. }
    split; [intros M; right|intros [P|E]; [lra|replace x with 0 by lra; exact L]].
    pose proof (tends_unique INR r x 0 unbounded_naturals M L) as X. lra.
  - split; [intros _; now left|intros _; now apply roots_tend_to_larger with y].
Qed.

(** ** No gradient where x = -y <> 0 *)

(** With a slope at 0 the power of the root would have the slope 0 there, and not N x^(N-1). *)
Lemma root_not_differentiable j f x : (1 <= j)%nat -> x <> 0 ->
  (forall z : vec, root_of_powers j (z 0%nat) (z 1%nat) (f z)) -> ~ exists g, gradient_at 2 f (two x (- x)) g.
Proof.
  intros Hj Nx H [g G]. pose proof (gradient_entry 2 f _ g 0 G ltac:(lia)) as D.
  set (phi := fun t => f (add (two x (- x)) (scale t (vertex 0)))) in D.
  assert (P : forall t, odd_power j (phi t) = odd_power j (x + t) + odd_power j (- x)).
  { intros t. unfold phi. rewrite (H _). unfold add, scale, two, vertex. simpl. do 2 f_equal; ring. }
  assert (Z : phi 0 = 0).
  { apply (root_of_opposite j x). unfold root_of_powers. rewrite P. now rewrite Rplus_0_r. }
  pose proof (derivable_pt_lim_comp phi (fun s => s ^ (2 * j + 1)) 0 (g 0%nat) _ D
    (derivable_pt_lim_pow (phi 0) (2 * j + 1))) as A. rewrite Z, pow_i, Rmult_0_r, Rmult_0_l in A by lia.
  assert (B : derivable_pt_lim (fun t => (x + t) ^ (2 * j + 1) + odd_power j (- x)) 0
    (INR (2 * j + 1) * x ^ pred (2 * j + 1) * 1 + 0)).
  { apply (derivable_pt_lim_plus (fun t => (x + t) ^ (2 * j + 1)) (fct_cte (odd_power j (- x))));
      [|apply derivable_pt_lim_const].
    apply (derivable_pt_lim_comp (fun t => x + t) (fun s => s ^ (2 * j + 1))).
    - replace 1 with (0 + 1) by ring. apply (derivable_pt_lim_plus (fct_cte x) id);
        [apply derivable_pt_lim_const|apply derivable_pt_lim_id].
    - rewrite Rplus_0_r. apply derivable_pt_lim_pow. }
  apply (derivable_pt_lim_ext _ _ _ _ P) in A. pose proof (uniqueness_limite _ _ _ _ A B) as E.
  pose proof (pow_nonzero x (pred (2 * j + 1)) Nx) as X. assert (Nn : INR (2 * j + 1) <> 0) by (apply not_0_INR; lia).
  apply (Rmult_integral_contrapositive_currified _ _ Nn) in X. lra.
Qed.

(** Let N = 2j + 1 and let r be the real number with r^N = x^N + y^N, x >= y. If y >= 0 then x <= r <= x(1 + 1/N). If
    x > 0 > y and x + y > 0 then 0 < x - r <= x/(1 + N(x/|y| - 1)). So r -> max(x, y) for x + y > 0. If x = -y then r =
    0 for every j; if x + y < 0 then r -> min(x, y). Hence r -> max(x, y) holds exactly where x + y > 0 or x = y. Where
    x = -y <> 0 it is not differentiable, for any j >= 1. *)
Theorem odd_powers :
  (forall j x y, exists r, root_of_powers j x y r /\ forall s, root_of_powers j x y s -> s = r) /\
  (forall j x y r, y <= x -> root_of_powers j x y r -> let N := INR (2 * j + 1) in
    (0 <= y -> x <= r <= x * (1 + / N)) /\
    (y < 0 < x -> 0 < x + y -> 0 < x - r <= x / (1 + N * (x / Rabs y - 1))) /\ (x = - y -> r = 0)) /\
  (forall x y r, y <= x -> (forall j, root_of_powers j x y (r j)) ->
    (0 < x + y -> tends INR r x) /\ (x + y < 0 -> tends INR r y) /\ (tends INR r x <-> 0 < x + y \/ x = y)) /\
  forall j f x, (1 <= j)%nat -> x <> 0 -> (forall z : vec, root_of_powers j (z 0%nat) (z 1%nat) (f z)) ->
    ~ exists g, gradient_at 2 f (two x (- x)) g.
Proof.
  split; [|split; [|split]].
  - intros j x y. destruct (root_exists j x y) as [r Hr]. exists r. split; [exact Hr|].
    intros s Hs. now apply (root_unique j x y).
  - intros j x y r Hxy Hr N. split; [intros P; apply (root_of_nonnegative j x y r Hr); lra|].
    split; [now apply root_of_mixed|]. intros E. apply (root_of_opposite j x). replace (- x) with y by lra. exact Hr.
  - intros x y r Hxy Hr. split; [intros P; now apply roots_tend_to_larger with y|].
    split; [intros P; now apply roots_tend_to_smaller with x|now apply roots_tend_to_maximum].
  - exact root_not_differentiable.
Qed.
