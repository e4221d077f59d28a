(** A lower bound from random walks: E max(S_n) <= eps + n a^2/2 for a sum S_n of n independent steps of mean
    zero with entries in [-a, a]; so eps*_d >= m^2/(2n), m being the mean of the largest of d walks. *)

From Coq Require Import Reals Lra Lia Arith ZArith.
From TightMax Require Import Vectors Smoothing Conjugate Scaling.
From TightMax Require LogSumExp.
Open Scope R_scope.

(** ** Steps and walks *)

(** A random vector with finitely many values. *)
Record step : Type := { outcomes : nat; chance : nat -> R; jump : nat -> vec }.

Definition mean (s : step) (F : vec -> R) : R := sum (outcomes s) (fun k => chance s k * F (jump s k)).

Definition probabilities (s : step) : Prop :=
  (forall k, (k < outcomes s)%nat -> 0 <= chance s k) /\ sum (outcomes s) (chance s) = 1.

(** Mean zero, and entries in [-a, a]. *)
Definition fair (d : nat) (a : R) (s : step) : Prop :=
  probabilities s /\ (forall i, (i < d)%nat -> mean s (fun z => z i) = 0) /\
  forall k i, (k < outcomes s)%nat -> (i < d)%nat -> - a <= jump s k i <= a.

(** The expectation of F(S_n), where S_n is the sum of n independent steps: the last one is averaged for each
    value of the sum of the others. *)
Fixpoint expectation (steps : nat -> step) (n : nat) (F : vec -> R) : R :=
  match n with
  | O => F zero
  | S k => expectation steps k (fun x => mean (steps k) (fun z => F (add x z)))
  end.

Lemma mean_le s F G : probabilities s -> (forall z, F z <= G z) -> mean s F <= mean s G.
Proof. intros [H _] L. apply sum_le. intros k Hk. apply Rmult_le_compat_l; auto. Qed.

Lemma mean_shift s F c : probabilities s -> mean s (fun z => F z + c) = mean s F + c.
Proof.
  intros [_ H]. unfold mean. rewrite (sum_ext _ _ (fun k => chance s k * F (jump s k) + c * chance s k))
    by (intros; ring).
  rewrite sum_plus, sum_scale, H. ring.
Qed.

Lemma expectation_le steps n : (forall k, (k < n)%nat -> probabilities (steps k)) ->
  forall F G, (forall x, F x <= G x) -> expectation steps n F <= expectation steps n G.
Proof.
  induction n as [|n IH]; intros H F G L; simpl; [apply L|].
  apply IH; [intros; apply H; lia|]. intros x. apply mean_le; [apply H; lia|]. intros z. apply L.
Qed.

Lemma expectation_shift steps n : (forall k, (k < n)%nat -> probabilities (steps k)) ->
  forall F c, expectation steps n (fun x => F x + c) = expectation steps n F + c.
Proof.
  induction n as [|n IH]; intros H F c; simpl; [reflexivity|].
  rewrite <- IH by (intros; apply H; lia). assert (P : probabilities (steps n)) by (apply H; lia).
  apply Rle_antisym; (apply expectation_le; [intros; apply H; lia|]); intros x;
    rewrite (mean_shift _ (fun z => F (add x z))) by exact P; lra.
Qed.

(** ** What a smoothing climbs *)

(** One step from x raises the mean of f by at most a^2/2, whatever x is. *)
Lemma mean_of_step d f a s x : 0 <= a -> smooth d f -> fair d a s ->
  mean s (fun z => f (add x z)) <= f x + a ^ 2 / 2.
Proof.
  intros Ha [g [Hg Lg]] [[P0 P1] [M B]]. unfold mean.
  apply Rle_trans with (sum (outcomes s) (fun k => (f x + a ^ 2 / 2) * chance s k
    + chance s k * dot d (g x) (jump s k))).
  - apply sum_le. intros k Hk. pose proof (descent d f g Hg Lg x (jump s k)) as D.
    assert (norm_inf d (jump s k) ^ 2 <= a ^ 2) as N.
    { apply pow_incr. split; [apply norm_inf_nonneg|]. apply norm_inf_le; [exact Ha|]. intros i Hi.
      apply Rabs_le. now apply B. }
    pose proof (Rmult_le_compat_l (chance s k) (f (add x (jump s k))) _ (P0 k Hk)
      (Rle_trans _ _ (f x + dot d (g x) (jump s k) + a ^ 2 / 2) D ltac:(lra))). lra.
  - rewrite sum_plus, sum_scale, P1.
    replace (sum (outcomes s) (fun k => chance s k * dot d (g x) (jump s k))) with 0; [lra|].
    rewrite (sum_ext _ _ (fun k => sum d (fun i => g x i * (chance s k * jump s k i)))).
    2:{ intros k _. unfold dot. rewrite <- sum_scale. apply sum_ext. intros; ring. }
    rewrite sum_swap. rewrite (sum_ext d _ (fun _ => 0)); [now rewrite sum_zero|].
    intros i Hi. rewrite sum_scale. specialize (M i Hi). unfold mean in M. rewrite M. ring.
Qed.

(** After n independent steps from 0. *)
Lemma expectation_of_smooth d f a steps n : 0 <= a -> smooth d f ->
  (forall k, (k < n)%nat -> fair d a (steps k)) ->
  expectation steps n f <= f zero + INR n * (a ^ 2 / 2).
Proof.
  intros Ha Hf. induction n as [|n IH]; intros H; [simpl; lra|]. rewrite S_INR. cbn [expectation].
  apply Rle_trans with (expectation steps n (fun x => f x + a ^ 2 / 2)).
  - apply expectation_le; [intros; apply H; lia|]. intros x. apply (mean_of_step d); auto.
  - rewrite expectation_shift by (intros; apply H; lia).
    specialize (IH (fun k Hk => H k (Nat.lt_lt_succ_r _ _ Hk))). lra.
Qed.

(** Let f be an eps-smoothing and S_n a sum of n independent random vectors of mean zero and finitely many
    values, with entries in [-a, a]. Then E max(S_n) <= eps + n a^2/2. *)
Theorem maximum_of_walk d eps f a steps n : 0 <= a -> smoothing d eps f ->
  (forall k, (k < n)%nat -> fair d a (steps k)) ->
  expectation steps n (largest d) <= eps + INR n * a ^ 2 / 2.
Proof.
  intros Ha [_ [Hf Hb]] H.
  apply Rle_trans with (expectation steps n f).
  - apply expectation_le; [intros k Hk; now apply H|]. intros x. apply Hb.
  - pose proof (expectation_of_smooth d f a steps n Ha Hf H). pose proof (proj2 (Hb zero)) as Z.
    rewrite largest_zero in Z. lra.
Qed.

(** ** Walks of signs *)

Definition sign (k : nat) : vec := fun i => if Nat.testbit k i then 1 else - 1.

(** d independent signs times a: all 2^d vectors with entries a and -a, with the same chance. *)
Definition signs (d : nat) (a : R) : step :=
  {| outcomes := 2 ^ d; chance := fun _ => / 2 ^ d; jump := fun k => scale a (sign k) |}.

(** The mean of the largest of d independent walks of n steps 1 and -1. *)
Definition walk_mean (d n : nat) : R := expectation (fun _ => signs d 1) n (largest d).

Lemma pow_INR_2 d : INR (2 ^ d) = 2 ^ d.
Proof. rewrite pow_INR. reflexivity. Qed.

Lemma signs_probabilities d a : probabilities (signs d a).
Proof.
  assert (0 < 2 ^ d) by (apply pow_lt; lra). split; simpl.
  - intros _ _. left. now apply Rinv_0_lt_compat.
  - rewrite sum_const, pow_INR_2. field. lra.
Qed.

Lemma sum_join m n f : sum (m + n) f = sum m f + sum n (fun k => f (m + k)%nat).
Proof.
  induction n as [|n IH]; [rewrite Nat.add_0_r; simpl; ring|].
  rewrite Nat.add_succ_r. cbn [sum]. rewrite IH. ring.
Qed.

Lemma testbit_low k d : (k < 2 ^ d)%nat -> Nat.testbit k d = false.
Proof. intros H. rewrite Nat.testbit_odd, Nat.shiftr_div_pow2, Nat.div_small by exact H. reflexivity. Qed.

Lemma testbit_shifted k d i : (k < 2 ^ d)%nat -> (i <= d)%nat ->
  Nat.testbit (2 ^ d + k) i = if Nat.eqb i d then true else Nat.testbit k i.
Proof.
  intros Hk Hi. rewrite 2 Nat.testbit_odd, 2 Nat.shiftr_div_pow2.
  replace (2 ^ d + k)%nat with (k + 2 ^ (d - i) * 2 ^ i)%nat
    by (rewrite <- Nat.pow_add_r, Nat.sub_add by exact Hi; lia).
  rewrite Nat.div_add by (apply Nat.pow_nonzero; lia). rewrite Nat.odd_add.
  destruct (Nat.eqb_spec i d) as [->|N].
  - rewrite Nat.sub_diag, Nat.div_small by exact Hk. reflexivity.
  - replace (d - i)%nat with (S (d - i - 1)) by lia. rewrite Nat.pow_succ_r', Nat.odd_mul.
    now rewrite Bool.xorb_false_r.
Qed.

(** Each entry is 1 as often as -1. *)
Lemma sum_of_signs d i : (i < d)%nat -> sum (2 ^ d) (fun k => sign k i) = 0.
Proof.
  induction d as [|d IH]; intros Hi; [lia|].
  replace (2 ^ S d)%nat with (2 ^ d + 2 ^ d)%nat by (simpl; lia). rewrite sum_join.
  destruct (Nat.eq_dec i d) as [->|N].
  - rewrite (sum_ext _ (fun k => sign k d) (fun _ => - 1)).
    2:{ intros k Hk. unfold sign. now rewrite testbit_low. }
    rewrite (sum_ext _ (fun k => sign (2 ^ d + k)%nat d) (fun _ => 1)).
    2:{ intros k Hk. unfold sign. rewrite testbit_shifted, Nat.eqb_refl by lia. reflexivity. }
    rewrite 2 sum_const. ring.
  - rewrite (sum_ext _ (fun k => sign (2 ^ d + k)%nat i) (fun k => sign k i)).
    2:{ intros k Hk. unfold sign. rewrite testbit_shifted by lia.
      destruct (Nat.eqb_spec i d); [lia|reflexivity]. }
    rewrite IH by lia. ring.
Qed.

Lemma signs_mean d a i : (i < d)%nat -> mean (signs d a) (fun z => z i) = 0.
Proof.
  intros Hi. unfold mean, signs, scale. simpl.
  rewrite (sum_ext _ _ (fun k => / 2 ^ d * a * sign k i)) by (intros; ring).
  rewrite sum_scale, sum_of_signs by exact Hi. ring.
Qed.

Lemma signs_fair d a : 0 <= a -> fair d a (signs d a).
Proof.
  intros Ha. split; [apply signs_probabilities|]. split; [apply signs_mean|].
  intros k i _ _. unfold signs, scale, sign. simpl. destruct (Nat.testbit k i); lra.
Qed.

(** A walk with steps of length a is a times a walk with steps of length 1. *)
Lemma expectation_scale d a n : forall F G,
  (forall x y, (forall i, x i = a * y i) -> F x = G y) ->
  expectation (fun _ => signs d a) n F = expectation (fun _ => signs d 1) n G.
Proof.
  induction n as [|n IH]; intros F G H; simpl.
  - apply H. intros i. unfold zero. ring.
  - apply IH. intros x y E. apply sum_ext. intros k _. f_equal. apply H. intros i.
    unfold add, signs, scale. simpl. rewrite E. ring.
Qed.

Lemma expectation_ext steps n : forall F G,
  (forall x, F x = G x) -> expectation steps n F = expectation steps n G.
Proof.
  induction n as [|n IH]; intros F G H; simpl; [apply H|]. apply IH. intros x.
  apply sum_ext. intros k _. now rewrite H.
Qed.

Lemma expectation_factor steps a n : forall F,
  expectation steps n (fun x => a * F x) = a * expectation steps n F.
Proof.
  induction n as [|n IH]; intros F; simpl; [reflexivity|].
  rewrite <- IH. apply expectation_ext. intros x. unfold mean. rewrite <- sum_scale.
  apply sum_ext. intros; ring.
Qed.

Lemma scaled_walk_mean d a n : 0 <= a ->
  expectation (fun _ => signs d a) n (largest d) = a * walk_mean d n.
Proof.
  intros Ha. unfold walk_mean. rewrite <- expectation_factor. apply expectation_scale. intros x y E.
  rewrite <- LogSumExp.largest_scale by exact Ha. apply largest_ext. intros i _. apply E.
Qed.

(** The largest entry is at least the first, whose mean is 0. *)
Lemma walk_mean_nonneg d n : (1 <= d)%nat -> 0 <= walk_mean d n.
Proof.
  intros Hd. apply Rle_trans with (expectation (fun _ => signs d 1) n (fun x => x O)).
  - apply Req_le. symmetry. induction n as [|n IH]; [reflexivity|]. rewrite <- IH.
    cbn [expectation]. apply expectation_ext. intros x. pose proof (signs_mean d 1 0 ltac:(lia)) as M.
    pose proof (mean_shift (signs d 1) (fun z => z O) (x O) (signs_probabilities d 1)) as E.
    rewrite M in E. rewrite Rplus_0_l in E. rewrite <- E. apply sum_ext. intros k _. unfold add. ring.
  - apply expectation_le; [intros; apply signs_probabilities|]. intros x. apply largest_entry. lia.
Qed.

(** Every eps-smoothing of the maximum of d numbers has eps >= m^2/(2n), where m is the mean of the largest of
    d independent walks of n steps 1 and -1. *)
Theorem walk_bound d n eps f : (1 <= d)%nat -> (1 <= n)%nat -> smoothing d eps f ->
  walk_mean d n ^ 2 / (2 * INR n) <= eps.
Proof.
  intros Hd Hn Hf. assert (0 < INR n) as Hn0 by (apply lt_0_INR; lia).
  pose proof (walk_mean_nonneg d n Hd) as Hm. set (m := walk_mean d n) in *.
  (* the best length of the steps *)
  assert (0 <= m / INR n) as Ha by (apply Rmult_le_pos; [exact Hm|left; now apply Rinv_0_lt_compat]).
  pose proof (maximum_of_walk d eps f (m / INR n) (fun _ => signs d (m / INR n)) n Ha Hf
    (fun k _ => signs_fair d _ Ha)) as H.
  rewrite scaled_walk_mean in H by exact Ha. fold m in H.
  replace (m ^ 2 / (2 * INR n)) with (m / INR n * m - INR n * (m / INR n) ^ 2 / 2) by (field; lra). lra.
Qed.

(** ** The mean is a rational number *)

(** Signs, sums and the largest entry in integers. *)
Definition sign_Z (k i : nat) : Z := if Nat.testbit k i then 1%Z else (- 1)%Z.

Fixpoint sum_Z (m : nat) (f : nat -> Z) : Z :=
  match m with
  | O => 0%Z
  | S k => (sum_Z k f + f k)%Z
  end.

Fixpoint largest_Z (d : nat) (x : nat -> Z) : Z :=
  match d with
  | O => 0%Z
  | S O => x O
  | S k => Z.max (largest_Z k x) (x k)
  end.

(** The sum of F over the ends of all walks of n steps, a step being one of the 2^d vectors of d signs. *)
Fixpoint all_walks (d n : nat) (F : (nat -> Z) -> Z) : Z :=
  match n with
  | O => F (fun _ => 0%Z)
  | S m => all_walks d m (fun x => sum_Z (2 ^ d) (fun k => F (fun i => (x i + sign_Z k i)%Z)))
  end.

Definition walk_total (d n : nat) : Z := all_walks d n (largest_Z d).

Lemma sum_of_integers m f g : (forall k, (k < m)%nat -> f k = IZR (g k)) -> sum m f = IZR (sum_Z m g).
Proof.
  induction m as [|m IH]; intros H; simpl; [reflexivity|].
  rewrite plus_IZR, IH, H by (intros; auto with arith). reflexivity.
Qed.

Lemma largest_of_integers d (x : vec) (X : nat -> Z) :
  (forall i, x i = IZR (X i)) -> largest d x = IZR (largest_Z d X).
Proof.
  intros H. destruct d as [|d]; [reflexivity|]. induction d as [|d IH]; [apply H|].
  rewrite largest_SS, IH, H. change (largest_Z (S (S d)) X) with (Z.max (largest_Z (S d) X) (X (S d))).
  destruct (Z.max_spec (largest_Z (S d) X) (X (S d))) as [[L ->]|[L ->]].
  - apply Rmax_right. apply IZR_le. lia.
  - apply Rmax_left. now apply IZR_le.
Qed.

Lemma expectation_of_integers d n : forall (F : vec -> R) (G : (nat -> Z) -> Z) (c : R),
  (forall (x : vec) (X : nat -> Z), (forall i, x i = IZR (X i)) -> c * F x = IZR (G X)) ->
  c * 2 ^ (d * n) * expectation (fun _ => signs d 1) n F = IZR (all_walks d n G).
Proof.
  induction n as [|n IH]; intros F G c H.
  - rewrite Nat.mul_0_r. simpl. rewrite Rmult_1_r. now apply H.
  - cbn [expectation all_walks].
    rewrite <- (IH (fun x => mean (signs d 1) (fun z => F (add x z))) _ (c * 2 ^ d)).
    + rewrite Nat.mul_succ_r, pow_add. ring.
    + intros x X E. assert (2 ^ d <> 0) by (apply pow_nonzero; lra).
      unfold mean. rewrite <- sum_scale. apply sum_of_integers. intros k _.
      rewrite <- (H (add x (jump (signs d 1) k))).
      * simpl. field. assumption.
      * intros i. rewrite plus_IZR, <- E. unfold add, signs, scale, sign, sign_Z. simpl.
        destruct (Nat.testbit k i); ring.
Qed.

(** The mean is an integer over 2^(dn), the number of paths. *)
Theorem walk_mean_rational d n : walk_mean d n = IZR (walk_total d n) / 2 ^ (d * n).
Proof.
  assert (2 ^ (d * n) <> 0) by (apply pow_nonzero; lra). unfold walk_total.
  rewrite <- (expectation_of_integers d n (largest d) (largest_Z d) 1).
  - unfold walk_mean. field. assumption.
  - intros x X E. rewrite (largest_of_integers d x X E). ring.
Qed.

(** The bounds of the first walks: 1/8, 9/64, 75/512, 1225/8192 for two entries, 9/32, 81/256, 675/2048 for
    three, and 49/128, 7569/16384, 1012683/2097152 for four. *)
Theorem walk_values :
  walk_mean 2 1 ^ 2 / 2 = 1 / 8 /\ walk_mean 2 2 ^ 2 / 4 = 9 / 64 /\ walk_mean 2 3 ^ 2 / 6 = 75 / 512 /\
  walk_mean 2 4 ^ 2 / 8 = 1225 / 8192 /\
  walk_mean 3 1 ^ 2 / 2 = 9 / 32 /\ walk_mean 3 2 ^ 2 / 4 = 81 / 256 /\ walk_mean 3 3 ^ 2 / 6 = 675 / 2048 /\
  walk_mean 4 1 ^ 2 / 2 = 49 / 128 /\ walk_mean 4 2 ^ 2 / 4 = 7569 / 16384 /\
  walk_mean 4 3 ^ 2 / 6 = 1012683 / 2097152.
Proof.
  assert (forall d n T, walk_total d n = T -> walk_mean d n = IZR T / 2 ^ (d * n)) as W
    by (intros d n T <-; apply walk_mean_rational).
  rewrite (W 2%nat 1%nat 2%Z), (W 2%nat 2%nat 12%Z), (W 2%nat 3%nat 60%Z),
    (W 2%nat 4%nat 280%Z), (W 3%nat 1%nat 6%Z), (W 3%nat 2%nat 72%Z),
    (W 3%nat 3%nat 720%Z), (W 4%nat 1%nat 14%Z), (W 4%nat 2%nat 348%Z),
    (W 4%nat 3%nat 6972%Z)
    by (vm_compute; reflexivity).
  simpl. repeat split; lra.
Qed.

(** Together: what a walk proves, and the rational bounds m^2/(2n) on the least gap. *)
Theorem random_walk_lower d :
  (1 <= d)%nat ->
  (forall eps f a steps n, 0 <= a -> smoothing d eps f -> (forall k, (k < n)%nat -> fair d a (steps k)) ->
    expectation steps n (largest d) <= eps + INR n * a ^ 2 / 2) /\
  (forall eps n, (1 <= n)%nat -> optimum d eps -> walk_mean d n ^ 2 / (2 * INR n) <= eps) /\
  (forall n, exists T : Z, walk_mean d n = IZR T / 2 ^ (d * n)).
Proof.
  intros Hd. split; [intros eps f a steps n; now apply maximum_of_walk|]. split.
  - intros eps n Hn [[f Hf] _]. now apply (walk_bound d n eps f).
  - intros n. exists (walk_total d n). apply walk_mean_rational.
Qed.
