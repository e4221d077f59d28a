(** Second moments of sums over whole numbers of steps, and the list of steps that is used: the vectors of zeros and ones,
    and their opposites. *)

From Coq Require Import Reals Lra Lia ZArith List Permutation FunctionalExtensionality.
From TightMax Require Import Vectors TableNoise.
Import ListNotations.
Open Scope R_scope.

Definition total (l : list point) : point := fold_right join origin l.
Fixpoint lsum (g : point -> R) (l : list point) : R := match l with [] => 0 | v :: l => g v + lsum g l end.

Lemma lsum_app g l l' : lsum g (l ++ l') = lsum g l + lsum g l'.
Proof. induction l as [|v l IH]; simpl; [ring|rewrite IH; ring]. Qed.
Lemma lsum_map g (f : point -> point) l : lsum g (map f l) = lsum (fun v => g (f v)) l.
Proof. induction l as [|v l IH]; simpl; [reflexivity|now rewrite IH]. Qed.
Lemma lsum_ext g g' l : (forall v, In v l -> g v = g' v) -> lsum g l = lsum g' l.
Proof.
  induction l as [|v l IH]; intros H; simpl; [reflexivity|]. rewrite H by now left. rewrite IH; [reflexivity|].
  intros. apply H. now right.
Qed.
Lemma lsum_plus g g' l : lsum (fun v => g v + g' v) l = lsum g l + lsum g' l.
Proof. induction l as [|v l IH]; simpl; [ring|rewrite IH; ring]. Qed.
Lemma lsum_scale k g l : lsum (fun v => k * g v) l = k * lsum g l.
Proof. induction l as [|v l IH]; simpl; [ring|rewrite IH; ring]. Qed.
Lemma lsum_const k l : lsum (fun _ => k) l = INR (length l) * k.
Proof. induction l as [|v l IH]; [simpl; ring|]. simpl lsum. rewrite IH. simpl length. rewrite S_INR. ring. Qed.

(** q is a quadratic form, with its polar form. *)
Definition quadratic_form (q : point -> R) (polar : point -> point -> R) : Prop :=
  (forall z a v, q (move z a v) = q z + 2 * IZR a * polar v z + IZR a ^ 2 * q v) /\ (forall v, additive (polar v)) /\ q origin = 0.

Lemma sum_numbers M : sum M (fun a => IZR (Z.of_nat a)) = INR M * (INR M - 1) / 2.
Proof.
  induction M as [|M IH]; [simpl; field|]. cbn [sum]. rewrite IH, <- INR_IZR_INZ, S_INR. field.
Qed.

Lemma sum_squares M : sum M (fun a => IZR (Z.of_nat a) ^ 2) = INR M * (INR M - 1) * (2 * INR M - 1) / 6.
Proof.
  induction M as [|M IH]; [simpl; field|]. cbn [sum]. rewrite IH, <- INR_IZR_INZ, S_INR. field.
Qed.

Section Moments.

Variables M n : nat.
Hypothesis Mpos : (1 <= M)%nat.

Lemma join_1 v z : join v z = move z 1 v.
Proof. apply functional_extensionality. intros i. unfold join, move. ring. Qed.

Lemma noise_additive f l : additive f -> noise M l f origin = power M l * ((INR M - 1) / 2) * f (total l).
Proof.
  intros [A A0]. induction l as [|v l IH]; [simpl; rewrite A0; ring|]. simpl noise. simpl total. rewrite join_1, A.
  rewrite (sum_ext M _ (fun a => f v * power M l * IZR (Z.of_nat a) + noise M l f origin)).
  - rewrite sum_plus, sum_scale, sum_const, sum_numbers, IH. unfold power. simpl. field.
  - intros a _. rewrite noise_moved, (noise_ext M l _ (fun w => f w + IZR (Z.of_nat a) * f v)) by (intros; apply A).
    rewrite noise_plus, noise_const. ring.
Qed.

Lemma noise_quadratic q polar l : quadratic_form q polar -> noise M l q origin
  = power M l * ((INR M ^ 2 - 1) / 12 * lsum q l + ((INR M - 1) / 2) ^ 2 * q (total l)).
Proof.
  intros (Q & P & Q0). induction l as [|v l IH]; [simpl; rewrite Q0; ring|]. simpl noise. simpl total. simpl lsum.
  rewrite join_1, Q.
  rewrite (sum_ext M _ (fun a => q v * power M l * IZR (Z.of_nat a) ^ 2
    + (2 * noise M l (polar v) origin * IZR (Z.of_nat a) + noise M l q origin))).
  - rewrite 2 sum_plus, 2 sum_scale, sum_const, sum_numbers, sum_squares, IH, noise_additive by apply P.
    unfold power. simpl length. simpl pow. field.
  - intros a _. rewrite noise_moved.
    rewrite (noise_ext M l _ (fun w => q w + (2 * IZR (Z.of_nat a) * polar v w + IZR (Z.of_nat a) ^ 2 * q v)))
      by (intros; rewrite Q; ring).
    rewrite 2 noise_plus, noise_scale, noise_const. ring.
Qed.

(** Quadratic functions of the noise do not notice what is divisible; m is noise that the function does not see. *)
Lemma moment_2 q polar l : quadratic_form q polar -> forall m z,
  (forall u rest, Permutation (l ++ m) (u :: rest) -> even_spread M n rest) ->
  (forall u v rest, Permutation (l ++ m) (u :: v :: rest) -> even_spread M n rest) ->
  noise M l (fun w => noise M m (divisible M n) (join z w) * q w) origin = noise M l q origin * power M m / INR M ^ n.
Proof.
  intros (Q & P & Q0). induction l as [|v l IH]; intros m z G1 G2.
  - simpl. rewrite Q0. unfold Rdiv. ring.
  - simpl noise.
    transitivity (sum M (fun a => IZR (Z.of_nat a) ^ 2 * q v * (power M (l ++ m) / INR M ^ n)
      + 2 * IZR (Z.of_nat a) * (noise M l (polar v) origin * power M m / INR M ^ n))
      + noise M l q origin * power M (v :: m) / INR M ^ n).
    + rewrite <- (IH (v :: m) z).
      * simpl. rewrite (noise_ext M l (fun w => sum M (fun a => noise M m (divisible M n) (move (join z w) (Z.of_nat a) v)) * q w)
          (fun w => sum M (fun a => noise M m (divisible M n) (join z (move w (Z.of_nat a) v)) * q w))).
        2: { intros w. rewrite Rmult_comm, <- sum_scale. apply sum_ext. intros a _. rewrite Rmult_comm. do 2 f_equal.
          apply functional_extensionality. intros i. unfold join, move. ring. }
        rewrite noise_sum, <- sum_plus. apply sum_ext. intros a _. rewrite noise_moved.
        rewrite (noise_ext M l _ (fun w => IZR (Z.of_nat a) ^ 2 * q v * noise M m (divisible M n) (join z (move w (Z.of_nat a) v))
          + (2 * IZR (Z.of_nat a) * (noise M m (divisible M n) (join z (move w (Z.of_nat a) v)) * polar v w)
          + noise M m (divisible M n) (join z (move w (Z.of_nat a) v)) * q w))) by (intros; rewrite Q; ring).
        rewrite 2 noise_plus, 2 noise_scale, Rplus_assoc. f_equal; [|f_equal].
        -- f_equal. rewrite (noise_ext M l _ (fun w => noise M m (divisible M n) (join (move z (Z.of_nat a) v) w)))
             by (intros; now rewrite join_move).
           rewrite <- (noise_from M l (noise M m (divisible M n))). apply moment_0. apply (G1 v). reflexivity.
        -- f_equal. rewrite (noise_ext M l _ (fun w => noise M m (divisible M n) (join (move z (Z.of_nat a) v) w) * polar v w))
             by (intros; now rewrite join_move).
           apply moment_1; [apply P|]. intros u rest R. apply (G2 v u). simpl. now rewrite R.
      * intros u rest R. apply (G1 u). rewrite <- R. simpl. apply Permutation_middle.
      * intros u u' rest R. apply (G2 u u'). rewrite <- R. simpl. apply Permutation_middle.
    + rewrite (sum_ext M (fun a => noise M l q (move origin (Z.of_nat a) v))
        (fun a => IZR (Z.of_nat a) ^ 2 * q v * power M l + (2 * IZR (Z.of_nat a) * noise M l (polar v) origin
          + noise M l q origin))).
      * replace (power M (v :: m)) with (INR M * power M m) by (unfold power; simpl; ring).
        rewrite 3 sum_plus, sum_const, power_app.
        rewrite (sum_ext M (fun a => IZR (Z.of_nat a) ^ 2 * q v * (power M l * power M m / INR M ^ n))
          (fun a => power M m / INR M ^ n * (IZR (Z.of_nat a) ^ 2 * q v * power M l))) by (intros; unfold Rdiv; ring).
        rewrite (sum_ext M (fun a => 2 * IZR (Z.of_nat a) * (noise M l (polar v) origin * power M m / INR M ^ n))
          (fun a => power M m / INR M ^ n * (2 * IZR (Z.of_nat a) * noise M l (polar v) origin))) by (intros; unfold Rdiv; ring).
        rewrite 2 sum_scale. unfold Rdiv. ring.
      * intros a _. rewrite noise_moved.
        rewrite (noise_ext M l _ (fun w => q w + (2 * IZR (Z.of_nat a) * polar v w + IZR (Z.of_nat a) ^ 2 * q v)))
          by (intros; rewrite Q; ring).
        rewrite 2 noise_plus, noise_scale, noise_const. ring.
Qed.

(** Where a sum can end: an additive function of the end is at most (M - 1) times the sum of what is positive. *)
Inductive ends_at : list point -> point -> point -> Prop :=
| ends_nil z : ends_at [] z z
| ends_cons v l a z w : (a < M)%nat -> ends_at l (move z (Z.of_nat a) v) w -> ends_at (v :: l) z w.

Lemma noise_le_at l f g z : (forall w, ends_at l z w -> f w <= g w) -> noise M l f z <= noise M l g z.
Proof.
  revert z. induction l as [|v l IH]; intros z H; simpl; [apply H; constructor|]. apply sum_le. intros a Ha. apply IH.
  intros w Hw. apply H. now apply ends_cons with a.
Qed.

Lemma ends_bound f l z w : additive f -> ends_at l z w -> f w <= f z + (INR M - 1) * lsum (fun v => Rmax (f v) 0) l.
Proof.
  intros [A _] E. induction E as [z|v l a z w Ha E IH]; simpl; [lra|]. rewrite A in IH.
  assert (0 <= INR a <= INR M - 1) as B.
  { split; [apply pos_INR|]. pose proof (le_INR (S a) M Ha) as L. rewrite S_INR in L. lra. }
  rewrite <- INR_IZR_INZ in IH. pose proof (Rmax_l (f v) 0). pose proof (Rmax_r (f v) 0).
  assert (INR a * f v <= (INR M - 1) * Rmax (f v) 0); [|lra].
  apply Rle_trans with (INR a * Rmax (f v) 0); [apply Rmult_le_compat_l; lra|apply Rmult_le_compat_r; lra].
Qed.

End Moments.

(** ** Zeros and ones *)

Fixpoint cube (n : nat) : list point :=
  match n with
  | O => [origin]
  | S m => cube m ++ map (join (unit m)) (cube m)
  end.

Definition opp (z : point) : point := fun i => (- z i)%Z.
Definition steps (n : nat) : list point := cube n ++ map opp (cube n).

Lemma cube_length n : INR (length (cube n)) = 2 ^ n.
Proof. induction n as [|n IH]; simpl; [reflexivity|]. rewrite app_length, map_length, plus_INR, IH. ring. Qed.

Lemma cube_entry n v i : In v (cube n) -> ((i < n)%nat /\ (v i = 0%Z \/ v i = 1%Z)) \/ ((n <= i)%nat /\ v i = 0%Z).
Proof.
  revert v. induction n as [|n IH]; intros v H; simpl in H.
  - destruct H as [<-|[]]. right. split; [lia|reflexivity].
  - apply in_app_or in H. destruct H as [H|H].
    + destruct (IH v H) as [[L E]|[L E]]; [left; split; [lia|exact E]|].
      destruct (Nat.eq_dec i n); [left|right]; (split; [lia|auto]).
    + apply in_map_iff in H. destruct H as (w & <- & H). unfold join, unit. specialize (IH w H).
      destruct (Nat.eqb_spec i n) as [->|N]; [left; split; [lia|right]; lia|].
      destruct IH as [[L E]|[L E]]; [left; split; [lia|lia]|right; split; lia].
Qed.

(** Every vector of zeros and ones is there. *)
Lemma cube_has n v : (forall i, (i < n)%nat -> v i = 0%Z \/ v i = 1%Z) -> (forall i, (n <= i)%nat -> v i = 0%Z) -> In v (cube n).
Proof.
  revert v. induction n as [|n IH]; intros v A B; simpl.
  - left. apply functional_extensionality. intros i. symmetry. apply B. lia.
  - apply in_or_app. destruct (A n ltac:(lia)) as [E|E].
    + left. apply IH; [intros; apply A; lia|]. intros i Hi. destruct (Nat.eq_dec i n) as [->|N]; [exact E|apply B; lia].
    + right. apply in_map_iff. exists (fun i => if Nat.eqb i n then 0%Z else v i). split.
      * apply functional_extensionality. intros i. unfold join, unit. destruct (Nat.eqb_spec i n) as [->|N]; lia.
      * apply IH; intros i Hi; (destruct (Nat.eqb_spec i n) as [->|N]; [lia || auto|]); [apply A|apply B]; lia.
Qed.

Lemma lsum_cube_S g n : lsum g (cube (S n)) = lsum g (cube n) + lsum (fun v => g (join (unit n) v)) (cube n).
Proof. simpl. now rewrite lsum_app, lsum_map. Qed.

Lemma cube_sum_entry n i : (i < n)%nat -> 2 * lsum (fun v => IZR (v i)) (cube n) = 2 ^ n.
Proof.
  induction n as [|n IH]; intros H; [lia|]. rewrite lsum_cube_S. destruct (Nat.eq_dec i n) as [->|N].
  - rewrite (lsum_ext _ (fun _ => 0) (cube n)).
    2: { intros v Hv. destruct (cube_entry n v n Hv) as [[L _]|[_ ->]]; [lia|reflexivity]. }
    rewrite (lsum_ext (fun v => IZR (join (unit n) v n)) (fun _ => 1) (cube n)).
    2: { intros v Hv. unfold join, unit. rewrite Nat.eqb_refl.
      destruct (cube_entry n v n Hv) as [[L _]|[_ ->]]; [lia|reflexivity]. }
    rewrite 2 lsum_const, cube_length. simpl. ring.
  - rewrite (lsum_ext (fun v => IZR (join (unit n) v i)) (fun v => IZR (v i)) (cube n)).
    2: { intros v _. unfold join, unit. destruct (Nat.eqb_spec i n); [lia|reflexivity]. }
    simpl pow. rewrite <- (IH ltac:(lia)). ring.
Qed.

Lemma cube_sum_difference n i j : (i < n)%nat -> (j < n)%nat -> i <> j ->
  2 * lsum (fun v => Rabs (IZR (v i) - IZR (v j))) (cube n) = 2 ^ n.
Proof.
  intros Hi Hj N. enough (H : forall n i j, (i < j)%nat -> (j < n)%nat -> 2 * lsum (fun v => Rabs (IZR (v i) - IZR (v j))) (cube n) = 2 ^ n).
  { destruct (Nat.lt_ge_cases i j); [now apply H|]. rewrite <- (H n j i) by lia. f_equal. apply lsum_ext. intros. apply Rabs_minus_sym. }
  clear. induction n as [|n IH]; intros i j L H; [lia|]. rewrite lsum_cube_S. destruct (Nat.eq_dec j n) as [->|N].
  - rewrite (lsum_ext _ (fun v => IZR (v i)) (cube n)).
    2: { intros v Hv. destruct (cube_entry n v n Hv) as [[K _]|[_ ->]]; [lia|].
      destruct (cube_entry n v i Hv) as [[_ [-> | ->]]|[K _]]; [..|lia]; rewrite Rminus_0_r; apply Rabs_pos_eq; lra. }
    rewrite (lsum_ext (fun v => Rabs (IZR (join (unit n) v i) - IZR (join (unit n) v n))) (fun v => 1 + -1 * IZR (v i)) (cube n)).
    2: { intros v Hv. unfold join, unit. rewrite Nat.eqb_refl. destruct (Nat.eqb_spec i n); [lia|].
      destruct (cube_entry n v n Hv) as [[K _]|[_ ->]]; [lia|].
      destruct (cube_entry n v i Hv) as [[_ [-> | ->]]|[K _]]; [..|lia]; simpl.
      - replace (0 - 1) with (- (1)) by ring. rewrite Rabs_Ropp, Rabs_R1. ring.
      - rewrite Rabs_pos_eq; lra. }
    rewrite lsum_plus, lsum_const, lsum_scale, cube_length. simpl. ring.
  - rewrite (lsum_ext (fun v => Rabs (IZR (join (unit n) v i) - IZR (join (unit n) v j))) (fun v => Rabs (IZR (v i) - IZR (v j))) (cube n)).
    2: { intros v _. unfold join, unit. destruct (Nat.eqb_spec i n), (Nat.eqb_spec j n); [lia..|reflexivity]. }
    simpl pow. rewrite <- (IH i j) by lia. ring.
Qed.

Lemma total_app l l' : total (l ++ l') = join (total l) (total l').
Proof.
  induction l as [|v l IH]; simpl; [now rewrite origin_join|]. unfold total in *. rewrite IH.
  apply functional_extensionality. intros i. unfold join. ring.
Qed.

Lemma total_opp l : total (map opp l) = opp (total l).
Proof.
  induction l as [|v l IH]; simpl; [reflexivity|]. unfold total in *. rewrite IH.
  apply functional_extensionality. intros i. unfold join, opp. ring.
Qed.

Lemma total_steps n : total (steps n) = origin.
Proof.
  unfold steps. rewrite total_app, total_opp. apply functional_extensionality. intros i. unfold join, opp, origin. ring.
Qed.

Lemma steps_opp n : Permutation (map opp (steps n)) (steps n).
Proof.
  unfold steps. rewrite map_app, map_map.
  rewrite (map_ext (fun x => opp (opp x)) (fun x => x)), map_id by (intros; apply functional_extensionality; intros; unfold opp; ring).
  apply Permutation_app_comm.
Qed.

(** Without any two of its vectors the list still makes every unit vector. *)
Lemma steps_spread M n u v rest : (1 <= M)%nat -> (2 <= n)%nat -> Permutation (steps n) (u :: v :: rest) -> even_spread M n rest.
Proof.
  intros HM Hn P. apply (spread_of_invariant M HM). intros i z Hi.
  assert (Has : forall w, In w (steps n) -> w = u \/ w = v \/ In w rest).
  { intros w Hw. apply (Permutation_in w P) in Hw. destruct Hw as [->|[->|Hw]]; auto. }
  assert (Unit : forall j, (j < n)%nat -> In (unit j) (steps n) /\ In (opp (unit j)) (steps n)).
  { intros j Hj. assert (In (unit j) (cube n)).
    { apply cube_has; intros k Hk; unfold unit; destruct (Nat.eqb_spec k j); auto; lia. }
    unfold steps. split; apply in_or_app; [now left|right]. now apply in_map. }
  assert (By : forall w, In w rest -> forall z, noise M rest (divisible M n) (move z 1 w) = noise M rest (divisible M n) z).
  { intros w Hw y. now apply invariant_in. }
  assert (Opp : forall w, In (opp w) rest -> forall z, noise M rest (divisible M n) (move z 1 w) = noise M rest (divisible M n) z).
  { intros w Hw y. rewrite <- (By _ Hw (move y 1 w)). f_equal. apply functional_extensionality. intros k. unfold move, opp. ring. }
  destruct (Unit i Hi) as [I1 I2]. destruct (Has _ I1) as [E1|[E1|E1]]; [| |now apply By];
    (destruct (Has _ I2) as [E2|[E2|E2]]; [| |now apply Opp]).
  1, 4: exfalso; rewrite <- E1 in E2; apply (f_equal (fun w => w i)) in E2; unfold opp, unit in E2; rewrite Nat.eqb_refl in E2; lia.
  all: assert (J : exists j, (j < n)%nat /\ j <> i) by (destruct (Nat.eq_dec i 0); [exists 1%nat|exists 0%nat]; lia);
    destruct J as (j & Hj & Nj); destruct (Unit j Hj) as [J1 _];
    assert (B : In (join (unit i) (unit j)) (steps n)).
  1, 3: unfold steps; apply in_or_app; left; apply cube_has; intros k Hk; unfold join, unit;
    destruct (Nat.eqb_spec k i), (Nat.eqb_spec k j); lia.
  all: assert (At : unit i j = 0%Z /\ unit j j = 1%Z)
      by (unfold unit; rewrite Nat.eqb_refl; destruct (Nat.eqb_spec j i); [contradiction|split; reflexivity]);
    destruct At as [A0 A1];
    assert (R : forall w, In w (steps n) -> w j = 1%Z -> In w rest)
      by (intros w Hw E; destruct (Has w Hw) as [->|[->|K]]; [exfalso|exfalso|exact K];
        (rewrite <- E1 in E || rewrite <- E2 in E); unfold opp in E; lia);
    rewrite <- (By _ (R _ J1 A1) (move z 1 (unit i)));
    rewrite <- (By _ (R _ B ltac:(unfold join; lia)) z); f_equal; apply functional_extensionality; intros k;
    unfold move, join; ring.
Qed.

Lemma steps_spread_1 M n u rest : (1 <= M)%nat -> (2 <= n)%nat -> Permutation (steps n) (u :: rest) -> even_spread M n rest.
Proof.
  intros HM Hn P. destruct rest as [|v rest].
  - exfalso. apply Permutation_length in P. unfold steps in P. rewrite app_length, map_length in P. simpl in P. lia.
  - intros z. pose proof (steps_spread M n u v rest HM Hn P) as E. simpl noise.
    rewrite (sum_ext M _ (fun _ => power M rest / INR M ^ n)) by (intros; apply E).
    rewrite sum_const. unfold power. simpl. field. apply pow_nonzero. pose proof (M_pos M HM). lra.
Qed.
