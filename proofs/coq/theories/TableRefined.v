(** A table on a lattice, refined: on the lattice with 1/M of the step there is one with second differences of at most 1/M^2
    of the former, above the same linear functions, and with a value at 0 that is known. *)

From Coq Require Import Reals Lra Lia ZArith List Permutation FunctionalExtensionality.
From TightMax Require Import Vectors TableNoise TableMoments.
Import ListNotations.
Open Scope R_scope.

(** The points of the lattice are the integer points y of R^n: h (1, ..., 1) - 2 h (y, 0) modulo (1, ..., 1). The square of
    the distance of 2y from its mean, with a last entry 0. *)
Definition variance (n : nat) (y : point) : R :=
  4 * (sum n (fun i => IZR (y i) ^ 2) - sum n (fun i => IZR (y i)) ^ 2 / INR (S n)).

Definition covariance (n : nat) (v y : point) : R :=
  4 * (sum n (fun i => IZR (v i) * IZR (y i)) - sum n (fun i => IZR (v i)) * sum n (fun i => IZR (y i)) / INR (S n)).

Lemma S_pos n : 0 < INR (S n).
Proof. apply lt_0_INR. lia. Qed.

Lemma sum_move n y a v : sum n (fun i => IZR (move y a v i)) = sum n (fun i => IZR (y i)) + IZR a * sum n (fun i => IZR (v i)).
Proof. rewrite <- sum_scale, <- sum_plus. apply sum_ext. intros i _. unfold move. now rewrite plus_IZR, mult_IZR. Qed.

Lemma variance_quadratic n : quadratic_form (variance n) (covariance n).
Proof.
  pose proof (S_pos n) as P. split; [|split].
  - intros z a v. unfold variance, covariance. rewrite sum_move.
    rewrite (sum_ext n (fun i => IZR (move z a v i) ^ 2)
      (fun i => IZR (z i) ^ 2 + (2 * IZR a * (IZR (v i) * IZR (z i)) + IZR a ^ 2 * IZR (v i) ^ 2)))
      by (intros i _; unfold move; rewrite plus_IZR, mult_IZR; ring).
    rewrite 2 sum_plus, 2 sum_scale. field. lra.
  - intros v. split.
    + intros z a w. unfold covariance. rewrite sum_move.
      rewrite (sum_ext n (fun i => IZR (v i) * IZR (move z a w i))
        (fun i => IZR (v i) * IZR (z i) + IZR a * (IZR (v i) * IZR (w i))))
        by (intros i _; unfold move; rewrite plus_IZR, mult_IZR; ring).
      rewrite sum_plus, sum_scale. field. lra.
    + unfold covariance. rewrite (sum_ext n (fun i => IZR (v i) * IZR (origin i)) (fun _ => 0))
        by (intros; unfold origin; simpl; ring).
      rewrite (sum_ext n (fun i => IZR (origin i)) (fun _ => 0)) by (intros; reflexivity). rewrite !sum_zero. field. lra.
  - unfold variance. rewrite (sum_ext n (fun i => IZR (origin i) ^ 2) (fun _ => 0)) by (intros; unfold origin; simpl; ring).
    rewrite (sum_ext n (fun i => IZR (origin i)) (fun _ => 0)) by (intros; reflexivity). rewrite !sum_zero. field. lra.
Qed.

Lemma variance_opp n y : variance n (opp y) = variance n y.
Proof.
  unfold variance. rewrite (sum_ext n (fun i => IZR (opp y i) ^ 2) (fun i => IZR (y i) ^ 2))
    by (intros; unfold opp; rewrite opp_IZR; ring).
  rewrite (sum_ext n (fun i => IZR (opp y i)) (fun i => -1 * IZR (y i))) by (intros; unfold opp; rewrite opp_IZR; ring).
  rewrite sum_scale. pose proof (S_pos n). field. lra.
Qed.

(** Over the vectors of zeros and ones. *)
Lemma cube_size_S g n : lsum (fun v => g (sum (S n) (fun i => IZR (v i)))) (cube (S n))
  = lsum (fun v => g (sum n (fun i => IZR (v i)))) (cube n) + lsum (fun v => g (sum n (fun i => IZR (v i)) + 1)) (cube n).
Proof.
  rewrite lsum_cube_S. f_equal; apply lsum_ext; intros v Hv; f_equal; cbn [sum].
  - destruct (cube_entry n v n Hv) as [[L _]|[_ ->]]; [lia|ring].
  - destruct (cube_entry n v n Hv) as [[L _]|[_ E]]; [lia|]. f_equal.
    + apply sum_ext. intros i Hi. unfold join, unit. destruct (Nat.eqb_spec i n); [lia|reflexivity].
    + unfold join, unit. rewrite Nat.eqb_refl, E. reflexivity.
Qed.

Lemma cube_sizes n : 2 * lsum (fun v => sum n (fun i => IZR (v i))) (cube n) = INR n * 2 ^ n /\
  4 * lsum (fun v => sum n (fun i => IZR (v i)) ^ 2) (cube n) = INR n * (INR n + 1) * 2 ^ n.
Proof.
  induction n as [|n [I1 I2]]; [simpl; split; ring|].
  pose proof (cube_size_S (fun s => s) n) as E1. pose proof (cube_size_S (fun s => s ^ 2) n) as E2. cbv beta in E1, E2.
  rewrite E1, E2. rewrite lsum_plus, lsum_const, cube_length.
  rewrite (lsum_ext (fun v => (sum n (fun i => IZR (v i)) + 1) ^ 2)
    (fun v => sum n (fun i => IZR (v i)) ^ 2 + (2 * sum n (fun i => IZR (v i)) + 1))) by (intros; ring).
  rewrite 2 lsum_plus, lsum_scale, lsum_const, cube_length, S_INR. simpl pow in *. split; lra.
Qed.

Lemma variance_steps n : lsum (variance n) (steps n) = 2 * INR n * 2 ^ n.
Proof.
  unfold steps. rewrite lsum_app, lsum_map, (lsum_ext (fun v => variance n (opp v)) (variance n)) by (intros; apply variance_opp).
  rewrite (lsum_ext (variance n) (fun v => 4 * sum n (fun i => IZR (v i)) + - (4 / INR (S n)) * sum n (fun i => IZR (v i)) ^ 2)).
  - rewrite lsum_plus, 2 lsum_scale. destruct (cube_sizes n) as [E1 E2]. pose proof (S_pos n) as P.
    replace (4 * lsum (fun v => sum n (fun i => IZR (v i))) (cube n)) with (2 * (INR n * 2 ^ n)) by (rewrite <- E1; ring).
    replace (- (4 / INR (S n)) * lsum (fun v => sum n (fun i => IZR (v i)) ^ 2) (cube n))
      with (- / INR (S n) * (INR n * (INR n + 1) * 2 ^ n)) by (rewrite <- E2; field; lra).
    rewrite S_INR in *. field. lra.
  - intros v Hv. unfold variance. rewrite (sum_ext n (fun i => IZR (v i) ^ 2) (fun i => IZR (v i))).
    + pose proof (S_pos n). field. lra.
    + intros i Hi. destruct (cube_entry n v i Hv) as [[_ [-> | ->]]|[K _]]; [simpl; ring..|lia].
Qed.

Section Refined.

Variables (n M : nat) (h A : R) (t : point -> R).
Hypothesis dimension : (2 <= n)%nat.
Hypothesis Mpos : (1 <= M)%nat.
Hypothesis first : forall y w, (forall i, (i < n)%nat -> y i = w i) -> t y = t w.
Hypothesis bends : forall y e, In e (cube n) -> t (move y 1 e) + t (move y (-1) e) - 2 * t y <= h ^ 2.
Hypothesis even : forall y, (forall i, (i < n)%nat -> 2 * Rabs (IZR (y i)) <= 2 ^ n) ->
  (forall i j, (i < n)%nat -> (j < n)%nat -> 2 * Rabs (IZR (y i) - IZR (y j)) <= 2 ^ n) ->
  t y + t (opp y) <= 2 * (t origin + A * variance n y).

Definition part (z : point) : point := fun i => (z i / Z.of_nat M)%Z.
Definition table (z : point) : R := divisible M n z * t (part z).
Definition refined (z : point) : R := INR M ^ n / power M (steps n) * noise M (steps n) table z.

Lemma M_real : 0 < INR M.
Proof. exact (M_pos M Mpos). Qed.

Lemma part_moved z v : part (move z (Z.of_nat M) v) = move (part z) 1 v.
Proof.
  apply functional_extensionality. intros i. unfold part, move. rewrite Z.mul_comm, Z.div_add by lia. ring.
Qed.

Lemma part_back z v : part (move z (- Z.of_nat M) v) = move (part z) (-1) v.
Proof.
  apply functional_extensionality. intros i. unfold part, move.
  replace (z i + - Z.of_nat M * v i)%Z with (z i + (- v i) * Z.of_nat M)%Z by ring. rewrite Z.div_add by lia. ring.
Qed.

Lemma double_step e rest f z :
  noise M (e :: opp e :: rest) f (move z 1 e) + noise M (e :: opp e :: rest) f (move z (-1) e)
    - 2 * noise M (e :: opp e :: rest) f z
  = noise M rest f (move z (Z.of_nat M) e) + noise M rest f (move z (- Z.of_nat M) e) - 2 * noise M rest f z.
Proof.
  assert (Back : forall w a, move w a (opp e) = move w (- a) e).
  { intros w a. apply functional_extensionality. intros i. unfold move, opp. ring. }
  pose proof (noise_step M Mpos e (opp e :: rest) f z) as S1.
  pose proof (noise_step M Mpos e (opp e :: rest) f (move z (-1) e)) as S2.
  rewrite 2 move_same in S2. replace (-1 + 1)%Z with 0%Z in S2 by ring. rewrite move_0 in S2.
  pose proof (noise_step M Mpos (opp e) rest f z) as S3. rewrite 2 Back in S3.
  pose proof (noise_step M Mpos (opp e) rest f (move z (Z.of_nat M) e)) as S4. rewrite 2 Back, 2 move_same in S4.
  replace (Z.of_nat M + - (1))%Z with (-1 + Z.of_nat M)%Z in S4 by ring.
  replace (Z.of_nat M + - Z.of_nat M)%Z with 0%Z in S4 by ring. rewrite move_0 in S4.
  change (- (1))%Z with (-1)%Z in S3. lra.
Qed.

Lemma refined_bends z e : In e (cube n) -> refined (move z 1 e) + refined (move z (-1) e) - 2 * refined z <= h ^ 2 / INR M ^ 2.
Proof.
  intros He. apply in_split in He as Hs. destruct Hs as (l1 & l2 & E).
  assert (P : Permutation (steps n) (e :: opp e :: (l1 ++ l2) ++ map opp (l1 ++ l2))).
  { unfold steps. rewrite E, 2 map_app. simpl. rewrite <- Permutation_middle. simpl. apply perm_skip.
    rewrite app_assoc, <- Permutation_middle. apply perm_skip. now rewrite app_assoc. }
  set (rest := (l1 ++ l2) ++ map opp (l1 ++ l2)) in *.
  assert (W : power M (steps n) = INR M ^ 2 * power M rest)
    by (unfold power; rewrite (Permutation_length P); simpl; ring).
  pose proof M_real as Mr. pose proof (power_pos M Mpos rest) as Pr.
  unfold refined. rewrite !(noise_permutation M _ _ table _ P).
  pose proof (double_step e rest table z) as D.
  assert (B : noise M rest table (move z (Z.of_nat M) e) + noise M rest table (move z (- Z.of_nat M) e) - 2 * noise M rest table z
    <= h ^ 2 * (power M rest / INR M ^ n)).
  { apply Rle_trans with (noise M rest (fun w => table (move w (Z.of_nat M) e) + (table (move w (- Z.of_nat M) e) + -2 * table w)) z).
    - right. rewrite 2 noise_plus, noise_scale, 2 noise_moved. ring.
    - rewrite <- (steps_spread M n e (opp e) rest Mpos dimension P z), <- noise_scale. apply noise_le. intros w.
      unfold table. rewrite divisible_moved, divisible_back, part_moved, part_back. pose proof (bends (part w) e He).
      destruct (divisible_cases M Mpos n w) as [-> | [-> _]]; lra. }
  rewrite <- D in B. pose proof (pow_lt (INR M) n Mr) as Pn. rewrite W.
  apply (Rmult_le_compat_l (INR M ^ n / (INR M ^ 2 * power M rest))) in B.
  - replace (INR M ^ n / (INR M ^ 2 * power M rest) * (h ^ 2 * (power M rest / INR M ^ n))) with (h ^ 2 / INR M ^ 2) in B
      by (field; lra). lra.
  - apply Rmult_le_pos; [lra|]. left. apply Rinv_0_lt_compat. apply Rmult_lt_0_compat; [apply pow_lt|]; lra.
Qed.

Lemma spread_all : even_spread M n (steps n).
Proof.
  destruct (steps n) as [|u rest] eqn:E.
  - exfalso. pose proof (cube_length n) as C. unfold steps in E. apply app_eq_nil in E. destruct E as [E _]. rewrite E in C.
    simpl in C. pose proof (pow_lt 2 n ltac:(lra)). lra.
  - intros z. pose proof (steps_spread_1 M n u rest Mpos dimension) as S. rewrite E in S. specialize (S (Permutation_refl _)).
    simpl noise. rewrite (sum_ext M _ (fun _ => power M rest / INR M ^ n)) by (intros; apply S).
    rewrite sum_const. unfold power. simpl. field. apply pow_nonzero. pose proof M_real. lra.
Qed.

Lemma additive_entry k i : additive (fun y => k * IZR (y i)).
Proof.
  split; [intros z a v; unfold move; rewrite plus_IZR, mult_IZR; ring|unfold origin; simpl; ring].
Qed.

Lemma additive_difference k i j : additive (fun y => k * (IZR (y i) - IZR (y j))).
Proof.
  split; [intros z a v; unfold move; rewrite 2 plus_IZR, 2 mult_IZR; ring|unfold origin; simpl; ring].
Qed.

Lemma part_real w i : (Z.of_nat M | w i)%Z -> IZR (part w i) = IZR (w i) / INR M.
Proof.
  intros [q E]. unfold part. rewrite E, Z.div_mul by lia. rewrite mult_IZR, <- INR_IZR_INZ. pose proof M_real. field. lra.
Qed.

(** It is above the linear functions, divided by M. *)
Lemma refined_above k i z : (i < n)%nat -> (forall y, k * IZR (y i) <= t y) -> k * IZR (z i) / INR M <= refined z.
Proof.
  intros Hi H. pose proof M_real as Mr. pose proof (power_pos M Mpos (steps n)) as Ps. pose proof (pow_lt (INR M) n Mr) as Pn.
  set (f := fun y : point => k * IZR (y i)). assert (Af : additive f) by apply additive_entry.
  assert (B : noise M (steps n) (fun w => / INR M * (divisible M n w * f w)) z <= noise M (steps n) table z).
  { apply noise_le. intros w. unfold table. destruct (divisible_cases M Mpos n w) as [-> | [-> D]]; [lra|].
    specialize (H (part w)). rewrite part_real in H by (now apply D). unfold f. unfold Rdiv in H. lra. }
  rewrite noise_scale in B.
  assert (V : noise M (steps n) (fun w => divisible M n w * f w) z = f z * (power M (steps n) / INR M ^ n)).
  { rewrite noise_from, (noise_ext M _ _ (fun w => f z * divisible M n (join z w) + divisible M n (join z w) * f w))
      by (intros w; unfold f, join; rewrite plus_IZR; ring).
    rewrite noise_plus, noise_scale, <- (noise_from M _ (divisible M n)), spread_all.
    pose proof (moment_1 M n f (steps n) Af [] z) as M1. simpl noise in M1. rewrite M1.
    - rewrite (noise_additive M f (steps n) Af), total_steps, (proj2 Af). unfold Rdiv. ring.
    - intros u rest P. rewrite app_nil_r in P. now apply (steps_spread_1 M n u). }
  rewrite V in B. unfold refined. apply (Rmult_le_compat_l (INR M ^ n / power M (steps n))) in B.
  - replace (INR M ^ n / power M (steps n) * (/ INR M * (f z * (power M (steps n) / INR M ^ n)))) with (f z / INR M) in B
      by (field; lra). exact B.
  - left. now apply Rdiv_lt_0_compat.
Qed.

Lemma noise_opp l f z : noise M (map opp l) (fun w => f (opp w)) (opp z) = noise M l f z.
Proof.
  revert z. induction l as [|v l IH]; intros z; simpl.
  - f_equal. apply functional_extensionality. intros i. unfold opp. ring.
  - apply sum_ext. intros a _. rewrite <- IH. f_equal. apply functional_extensionality. intros i. unfold move, opp. ring.
Qed.

Lemma divisible_opp m w : divisible M m (opp w) = divisible M m w.
Proof.
  induction m as [|m IH]; simpl; [reflexivity|]. rewrite IH. unfold opp.
  destruct (Z.eqb_spec (- w m mod Z.of_nat M) 0) as [E|E], (Z.eqb_spec (w m mod Z.of_nat M) 0) as [F|F]; try reflexivity; exfalso.
  - apply F, Z.mod_divide; [lia|]. apply Z.mod_divide in E; [|lia]. exact (proj1 (Z.divide_opp_r _ _) E).
  - apply E, Z.mod_divide; [lia|]. apply Z.mod_divide in F; [|lia]. exact (proj2 (Z.divide_opp_r _ _) F).
Qed.

(** Where the noise ends, the entries of a divisible point are not large. *)
Lemma end_bound f w B : additive f -> ends_at M (steps n) origin w -> (forall v, f (opp v) = - f v) ->
  2 * lsum (fun v => Rabs (f v)) (cube n) <= B -> 2 * f w <= INR M * B.
Proof.
  intros Af E O L. pose proof (ends_bound M f (steps n) origin w Af E) as K. rewrite (proj2 Af) in K.
  assert (S : lsum (fun v => Rmax (f v) 0) (steps n) = lsum (fun v => Rabs (f v)) (cube n)).
  { unfold steps. rewrite lsum_app, lsum_map, <- lsum_plus. apply lsum_ext. intros v _. rewrite O.
    unfold Rmax, Rabs. destruct (Rle_dec (f v) 0), (Rle_dec (- f v) 0), (Rcase_abs (f v)); lra. }
  rewrite S in K. assert (0 <= lsum (fun v => Rabs (f v)) (cube n)) as P.
  { clear. induction (cube n) as [|v l IH]; simpl; [lra|]. pose proof (Rabs_pos (f v)). lra. }
  assert (1 <= INR M) as M1 by (apply (le_INR 1); exact Mpos). nra.
Qed.

Lemma refined_origin : refined origin <= t origin + A * (INR n * 2 ^ n / 6) * (1 - / INR M ^ 2).
Proof.
  pose proof M_real as Mr. pose proof (power_pos M Mpos (steps n)) as Ps. pose proof (pow_lt (INR M) n Mr) as Pn.
  pose proof (variance_quadratic n) as Q.
  assert (O : opp origin = origin) by (apply functional_extensionality; intros; reflexivity).
  assert (Sym : 2 * noise M (steps n) table origin = noise M (steps n) (fun w => table w + table (opp w)) origin).
  { rewrite noise_plus. rewrite <- (noise_opp (steps n) (fun w => table (opp w)) origin), O.
    rewrite (noise_permutation M _ _ _ _ (steps_opp n)). rewrite (noise_ext M _ (fun w => table (opp (opp w))) table); [ring|].
    intros w. f_equal. apply functional_extensionality. intros i. unfold opp. ring. }
  assert (B : noise M (steps n) (fun w => table w + table (opp w)) origin
    <= noise M (steps n) (fun w => 2 * t origin * divisible M n w + 2 * A / INR M ^ 2 * (divisible M n w * variance n w)) origin).
  { apply noise_le_at. intros w Hw. unfold table. rewrite divisible_opp.
    destruct (divisible_cases M Mpos n w) as [-> | [-> D]]; [lra|].
    assert (Opp : t (part (opp w)) = t (opp (part w))).
    { apply first. intros i Hi. destruct (D i Hi) as [q E]. unfold part, opp. rewrite E.
      replace (- (q * Z.of_nat M))%Z with ((- q) * Z.of_nat M)%Z by ring. now rewrite 2 Z.div_mul by lia. }
    assert (Var : variance n (part w) = variance n w / INR M ^ 2).
    { unfold variance. rewrite (sum_ext n (fun i => IZR (part w i) ^ 2) (fun i => / INR M ^ 2 * IZR (w i) ^ 2))
        by (intros i Hi; rewrite part_real by (now apply D); field; lra).
      rewrite (sum_ext n (fun i => IZR (part w i)) (fun i => / INR M * IZR (w i)))
        by (intros i Hi; rewrite part_real by (now apply D); field; lra).
      rewrite 2 sum_scale. pose proof (S_pos n). field. lra. }
    rewrite Opp. enough (t (part w) + t (opp (part w)) <= 2 * (t origin + A * variance n (part w))) as H.
    { rewrite Var in H. unfold Rdiv in *. lra. }
    assert (Small : forall r B, 2 * r <= INR M * B -> 2 * - r <= INR M * B -> 2 * Rabs (r / INR M) <= B).
    { intros r b H1 H2. unfold Rdiv. rewrite Rabs_mult, Rabs_inv, (Rabs_pos_eq (INR M)) by lra.
      apply (Rmult_le_reg_r (INR M)); [lra|]. replace (2 * (Rabs r * / INR M) * INR M) with (2 * Rabs r) by (field; lra).
      unfold Rabs. destruct (Rcase_abs r); lra. }
    apply even.
    - intros i Hi. rewrite part_real by (now apply D).
      assert (L : 2 * lsum (fun v => Rabs (IZR (v i))) (cube n) = 2 ^ n).
      { rewrite <- (cube_sum_entry n i Hi). f_equal. apply lsum_ext. intros v Hv.
        destruct (cube_entry n v i Hv) as [[_ [-> | ->]]|[_ ->]]; apply Rabs_pos_eq; lra. }
      apply Small.
      + pose proof (end_bound (fun y => 1 * IZR (y i)) w (2 ^ n) (additive_entry 1 i) Hw) as K. cbv beta in K.
        rewrite Rmult_1_l in K. apply K; [intros; unfold opp; rewrite opp_IZR; ring|].
        rewrite (lsum_ext _ (fun v => Rabs (IZR (v i)))) by (intros; f_equal; ring). lra.
      + pose proof (end_bound (fun y => -1 * IZR (y i)) w (2 ^ n) (additive_entry (-1) i) Hw) as K. cbv beta in K.
        replace (-1 * IZR (w i)) with (- IZR (w i)) in K by ring. apply K; [intros; unfold opp; rewrite opp_IZR; ring|].
        rewrite (lsum_ext _ (fun v => Rabs (IZR (v i)))) by (intros; rewrite <- Rabs_Ropp; f_equal; ring). lra.
    - intros i j Hi Hj. rewrite 2 part_real by (now apply D).
      replace (IZR (w i) / INR M - IZR (w j) / INR M) with ((IZR (w i) - IZR (w j)) / INR M) by (field; lra).
      destruct (Nat.eq_dec i j) as [->|N].
      { unfold Rminus. rewrite Rplus_opp_r. unfold Rdiv. rewrite Rmult_0_l, Rabs_R0. pose proof (pow_lt 2 n ltac:(lra)). lra. }
      pose proof (cube_sum_difference n i j Hi Hj N) as L. apply Small.
      + pose proof (end_bound (fun y => 1 * (IZR (y i) - IZR (y j))) w (2 ^ n) (additive_difference 1 i j) Hw) as K.
        cbv beta in K. rewrite Rmult_1_l in K. apply K; [intros; unfold opp; rewrite 2 opp_IZR; ring|].
        rewrite (lsum_ext _ (fun v => Rabs (IZR (v i) - IZR (v j)))) by (intros; f_equal; ring). lra.
      + pose proof (end_bound (fun y => -1 * (IZR (y i) - IZR (y j))) w (2 ^ n) (additive_difference (-1) i j) Hw) as K.
        cbv beta in K. replace (-1 * (IZR (w i) - IZR (w j))) with (- (IZR (w i) - IZR (w j))) in K by ring.
        apply K; [intros; unfold opp; rewrite 2 opp_IZR; ring|].
        rewrite (lsum_ext _ (fun v => Rabs (IZR (v i) - IZR (v j)))) by (intros; rewrite <- Rabs_Ropp; f_equal; ring). lra. }
  rewrite <- Sym, noise_plus, 2 noise_scale, spread_all in B.
  pose proof (moment_2 M n (variance n) (covariance n) (steps n) Q [] origin) as M2. simpl noise in M2.
  rewrite (noise_ext M (steps n) (fun w => divisible M n (join origin w) * variance n w) (fun w => divisible M n w * variance n w))
    in M2 by (intros; now rewrite origin_join).
  rewrite M2 in B.
  - rewrite (noise_quadratic M (variance n) (covariance n) (steps n) Q), total_steps, (proj2 (proj2 Q)), variance_steps in B.
    unfold refined. apply (Rmult_le_compat_l (INR M ^ n / power M (steps n))) in B.
    + change (power M []) with 1 in B.
      apply (Rmult_le_reg_l 2); [lra|]. eapply Rle_trans; [|eapply Rle_trans; [exact B|]]; right; [ring|]. field. lra.
    + left. now apply Rdiv_lt_0_compat.
  - intros u rest P. rewrite app_nil_r in P. now apply (steps_spread_1 M n u).
  - intros u v rest P. rewrite app_nil_r in P. now apply (steps_spread M n u v).
Qed.

End Refined.
