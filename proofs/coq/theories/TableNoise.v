(** Sums over whole numbers of steps: each vector of a list is taken 0 to M - 1 times. What such a sum makes of the points
    with all coordinates divisible by M, and of linear and quadratic functions there. *)

From Coq Require Import Reals Lra Lia ZArith List Permutation FunctionalExtensionality.
From TightMax Require Import Vectors.
Import ListNotations.
Open Scope R_scope.

Definition point := nat -> Z.
Definition move (z : point) (a : Z) (v : point) : point := fun i => (z i + a * v i)%Z.
Definition origin : point := fun _ => 0%Z.
Definition join (z w : point) : point := fun i => (z i + w i)%Z.

Lemma move_move z a v b w : move (move z a v) b w = move (move z b w) a v.
Proof. apply functional_extensionality. intros i. unfold move. ring. Qed.
Lemma move_same z a b v : move (move z a v) b v = move z (a + b) v.
Proof. apply functional_extensionality. intros i. unfold move. ring. Qed.
Lemma move_0 z v : move z 0 v = z.
Proof. apply functional_extensionality. intros i. unfold move. ring. Qed.
Lemma join_move z a v w : join z (move w a v) = join (move z a v) w.
Proof. apply functional_extensionality. intros i. unfold join, move. ring. Qed.
Lemma join_origin z : join z origin = z.
Proof. apply functional_extensionality. intros i. unfold join, origin. ring. Qed.
Lemma origin_join z : join origin z = z.
Proof. apply functional_extensionality. intros i. unfold join, origin. ring. Qed.

Section Noise.

Variable M : nat.
Hypothesis Mpos : (1 <= M)%nat.

(** The sum over all a < M for every vector of the list. *)
Fixpoint noise (l : list point) (f : point -> R) (z : point) : R :=
  match l with
  | [] => f z
  | v :: l => sum M (fun a => noise l f (move z (Z.of_nat a) v))
  end.

Definition power (l : list point) : R := INR M ^ length l.

Lemma M_pos : 0 < INR M.
Proof. apply lt_0_INR. lia. Qed.
Lemma power_pos l : 0 < power l.
Proof. apply pow_lt, M_pos. Qed.

Lemma noise_ext l f g z : (forall w, f w = g w) -> noise l f z = noise l g z.
Proof. intros H. revert z. induction l as [|v l IH]; intros z; simpl; [apply H|]. apply sum_ext. intros. apply IH. Qed.

Lemma noise_plus l f g z : noise l (fun w => f w + g w) z = noise l f z + noise l g z.
Proof.
  revert z. induction l as [|v l IH]; intros z; simpl; [reflexivity|]. rewrite <- sum_plus. apply sum_ext. intros. apply IH.
Qed.

Lemma noise_scale l k f z : noise l (fun w => k * f w) z = k * noise l f z.
Proof.
  revert z. induction l as [|v l IH]; intros z; simpl; [reflexivity|]. rewrite <- sum_scale. apply sum_ext. intros. apply IH.
Qed.

Lemma noise_const l k z : noise l (fun _ => k) z = power l * k.
Proof.
  revert z. unfold power. induction l as [|v l IH]; intros z; simpl; [ring|].
  rewrite (sum_ext M _ (fun _ => INR M ^ length l * k)) by (intros; apply IH). rewrite sum_const. ring.
Qed.

Lemma noise_le l f g z : (forall w, f w <= g w) -> noise l f z <= noise l g z.
Proof. intros H. revert z. induction l as [|v l IH]; intros z; simpl; [apply H|]. apply sum_le. intros. apply IH. Qed.

Lemma noise_sum l m (f : nat -> point -> R) z : noise l (fun w => sum m (fun i => f i w)) z = sum m (fun i => noise l (f i) z).
Proof.
  induction m as [|m IH]; simpl; [rewrite noise_const; ring|]. rewrite noise_plus, IH. reflexivity.
Qed.

Lemma noise_app l l' f z : noise (l ++ l') f z = noise l (noise l' f) z.
Proof. revert z. induction l as [|v l IH]; intros z; simpl; [reflexivity|]. apply sum_ext. intros. apply IH. Qed.

Lemma noise_permutation l l' f z : Permutation l l' -> noise l f z = noise l' f z.
Proof.
  intros P. revert z. induction P as [|v l l' P IH|v w l|l l' l'' P IH P' IH']; intros z; simpl.
  - reflexivity.
  - apply sum_ext. intros. apply IH.
  - rewrite sum_swap. apply sum_ext. intros a _. apply sum_ext. intros b _. now rewrite move_move.
  - now rewrite IH.
Qed.

(** From the point z it is the sum from the origin, of the function moved by z. *)
Lemma noise_from l f z : noise l f z = noise l (fun w => f (join z w)) origin.
Proof.
  enough (H : forall w, noise l f (join z w) = noise l (fun w => f (join z w)) w).
  { rewrite <- (H origin). now rewrite join_origin. }
  induction l as [|v l IH]; intros w; simpl; [reflexivity|]. apply sum_ext. intros a _. rewrite <- IH. f_equal.
  rewrite join_move. apply functional_extensionality. intros i. unfold join, move. ring.
Qed.

Lemma noise_moved l f z a v : noise l f (move z a v) = noise l (fun w => f (move w a v)) z.
Proof.
  rewrite (noise_from l f), (noise_from l (fun w => f (move w a v))). apply noise_ext. intros w. f_equal.
  apply functional_extensionality. intros i. unfold join, move. ring.
Qed.

(** One more step along a vector of the list. *)
Lemma telescope (g : Z -> R) k m : sum m (fun a => g (k + 1 + Z.of_nat a)%Z) - sum m (fun a => g (k + Z.of_nat a)%Z)
  = g (k + Z.of_nat m)%Z - g k.
Proof.
  induction m as [|m IH]; [simpl; rewrite Z.add_0_r; ring|]. simpl sum.
  replace (k + Z.of_nat (S m))%Z with (k + 1 + Z.of_nat m)%Z by lia. lra.
Qed.

Lemma noise_step v l f z : noise (v :: l) f (move z 1 v) - noise (v :: l) f z
  = noise l f (move z (Z.of_nat M) v) - noise l f z.
Proof.
  pose proof (telescope (fun k => noise l f (move z k v)) 0 M) as T. cbv beta in T. simpl noise.
  rewrite (sum_ext M _ (fun a => noise l f (move z (0 + 1 + Z.of_nat a) v))) by (intros; now rewrite move_same).
  rewrite (sum_ext M (fun a => noise l f (move z (Z.of_nat a) v)) (fun a => noise l f (move z (0 + Z.of_nat a) v)))
    by reflexivity. rewrite T, Z.add_0_l, move_0. reflexivity.
Qed.

(** ** The points with coordinates divisible by M *)

Variable n : nat.

Fixpoint divisible (m : nat) (z : point) : R :=
  match m with
  | O => 1
  | S m => if Z.eqb (z m mod Z.of_nat M) 0 then divisible m z else 0
  end.

Lemma divisible_cases m z : divisible m z = 0 \/ (divisible m z = 1 /\ forall i, (i < m)%nat -> (Z.of_nat M | z i)%Z).
Proof.
  induction m as [|m IH]; simpl; [right; split; [reflexivity|lia]|].
  destruct (Z.eqb_spec (z m mod Z.of_nat M) 0) as [E|E]; [|now left].
  destruct IH as [IH|[IH D]]; [now left|right]. split; [exact IH|]. intros i Hi.
  destruct (Nat.eq_dec i m) as [->|N]; [apply Z.mod_divide; lia|apply D; lia].
Qed.

Lemma divisible_moved m z v : divisible m (move z (Z.of_nat M) v) = divisible m z.
Proof.
  induction m as [|m IH]; simpl; [reflexivity|]. rewrite IH. unfold move.
  replace (z m + Z.of_nat M * v m)%Z with (z m + v m * Z.of_nat M)%Z by ring. now rewrite Z_mod_plus_full.
Qed.

Lemma divisible_back m z v : divisible m (move z (- Z.of_nat M) v) = divisible m z.
Proof.
  rewrite <- (divisible_moved m (move z (- Z.of_nat M) v) v), move_same.
  replace (- Z.of_nat M + Z.of_nat M)%Z with 0%Z by ring. now rewrite move_0.
Qed.

Lemma divisible_first m z w : (forall i, (i < m)%nat -> z i = w i) -> divisible m z = divisible m w.
Proof. induction m as [|m IH]; intros H; simpl; [reflexivity|]. rewrite (H m) by lia. now rewrite IH by (intros; apply H; lia). Qed.

Definition unit (i : nat) : point := fun j => if Nat.eqb j i then 1%Z else 0%Z.
Definition units (m : nat) : list point := map unit (seq 0 m).

(** Of M consecutive integers one is divisible by M. *)
Lemma one_divisible k : sum M (fun a => if Z.eqb ((k + Z.of_nat a) mod Z.of_nat M) 0 then 1 else 0) = 1.
Proof.
  set (b := Z.to_nat ((- k) mod Z.of_nat M)).
  pose proof (Z.mod_pos_bound (- k) (Z.of_nat M) ltac:(lia)) as B.
  assert (Hb : (b < M)%nat) by (unfold b; lia). assert (Eb : Z.of_nat b = ((- k) mod Z.of_nat M)%Z) by (unfold b; lia).
  assert (U : forall a, (a < M)%nat -> ((k + Z.of_nat a) mod Z.of_nat M = 0)%Z -> a = b).
  { intros a Ha E. apply Z.mod_divide in E; [|lia]. destruct E as [q E].
    assert (Z.of_nat a = ((- k) mod Z.of_nat M)%Z) as Ea; [|lia].
    apply Z.mod_unique with (- q)%Z; lia. }
  rewrite (sum_split M _ b Hb). replace ((k + Z.of_nat b) mod Z.of_nat M)%Z with 0%Z.
  - simpl. rewrite (sum_ext M _ (fun _ => 0)); [rewrite sum_zero; ring|]. intros a Ha. destruct (Nat.eqb_spec a b); [reflexivity|].
    destruct (Z.eqb_spec ((k + Z.of_nat a) mod Z.of_nat M) 0) as [E|E]; [|reflexivity]. exfalso. auto.
  - symmetry. apply Z.mod_divide; [lia|]. rewrite Eb. exists (- ((- k) / Z.of_nat M))%Z.
    pose proof (Z.div_mod (- k) (Z.of_nat M) ltac:(lia)). lia.
Qed.

Lemma units_divisible m z : noise (units m) (divisible m) z = 1.
Proof.
  revert z. induction m as [|m IH]; intros z; [reflexivity|]. unfold units in *. rewrite seq_S, map_app, noise_app. simpl.
  rewrite <- (one_divisible (z m)).
  transitivity (noise (map unit (seq 0 m)) (fun w => sum M (fun a => if Z.eqb ((z m + Z.of_nat a) mod Z.of_nat M) 0 then 1 else 0)
    * divisible m w) z).
  - assert (Keep : forall l f g w, (forall v, In v l -> v m = 0%Z) -> (forall u, u m = w m -> f u = g u) -> noise l f w = noise l g w).
    { clear. intros l f g. induction l as [|v l IH]; intros w V H; simpl; [now apply H|]. apply sum_ext. intros a _.
      apply IH; [intros; apply V; now right|]. intros u Hu. apply H. rewrite Hu. unfold move. rewrite (V v) by now left. ring. }
    apply Keep.
    + intros v Hv. apply in_map_iff in Hv. destruct Hv as (i & <- & Hi). apply in_seq in Hi. unfold unit.
      destruct (Nat.eqb_spec m i); [lia|reflexivity].
    + intros u Hu. rewrite (Rmult_comm (sum _ _)), <- sum_scale. apply sum_ext. intros a _.
      assert (E : move u (Z.of_nat a) (unit m) m = (z m + Z.of_nat a)%Z)
        by (unfold move, unit; rewrite Nat.eqb_refl, Hu; ring).
      rewrite E. rewrite (divisible_first m (move u (Z.of_nat a) (unit m)) u).
      * destruct (Z.eqb _ _); ring.
      * intros i Hi. unfold move, unit. destruct (Nat.eqb_spec i m); [lia|ring].
  - rewrite noise_scale, IH. ring.
Qed.

(** A list from whose vectors every unit vector can be put together spreads the divisible points evenly. *)
Definition even_spread (l : list point) : Prop := forall z, noise l (divisible n) z = power l / INR M ^ n.

Lemma invariant_in l v z : In v l -> noise l (divisible n) (move z 1 v) = noise l (divisible n) z.
Proof.
  intros H. apply in_split in H. destruct H as (l1 & l2 & ->).
  assert (P : Permutation (l1 ++ v :: l2) (v :: l1 ++ l2)) by (symmetry; apply Permutation_middle).
  rewrite 2 (noise_permutation _ _ _ _ P). apply Rminus_diag_uniq. rewrite noise_step, noise_moved.
  rewrite (noise_ext _ _ (divisible n)) by (intros; apply divisible_moved). ring.
Qed.

Lemma spread_of_invariant l : (forall i z, (i < n)%nat -> noise l (divisible n) (move z 1 (unit i)) = noise l (divisible n) z) ->
  even_spread l.
Proof.
  intros H. assert (Any : forall i z a, (i < n)%nat -> noise l (divisible n) (move z a (unit i)) = noise l (divisible n) z).
  { intros i z a Hi. assert (Nat : forall k w, noise l (divisible n) (move w (Z.of_nat k) (unit i)) = noise l (divisible n) w).
    { induction k as [|k IH]; intros w; [now rewrite move_0|]. rewrite <- (IH w), <- (H i (move w (Z.of_nat k) (unit i)) Hi).
      rewrite move_same. f_equal. f_equal. lia. }
    destruct (Z.le_gt_cases 0 a); [rewrite <- (Z2Nat.id a) by assumption; apply Nat|].
    rewrite <- (Nat (Z.to_nat (- a)) (move z a (unit i))), move_same.
    replace (a + Z.of_nat (Z.to_nat (- a)))%Z with 0%Z by lia. now rewrite move_0. }
  intros z. pose proof (pow_lt (INR M) n M_pos) as Pn. apply (Rmult_eq_reg_l (INR M ^ n)); [|lra].
  replace (INR M ^ n * (power l / INR M ^ n)) with (power l) by (field; lra).
  transitivity (noise (units n) (noise l (divisible n)) z).
  - assert (K : forall us w, (forall v, In v us -> exists i, (i < n)%nat /\ v = unit i) ->
      noise us (noise l (divisible n)) w = INR M ^ length us * noise l (divisible n) w).
    { induction us as [|v us IH]; intros w V; simpl; [ring|]. destruct (V v (or_introl eq_refl)) as (i & Hi & ->).
      rewrite (sum_ext M _ (fun _ => INR M ^ length us * noise l (divisible n) w)).
      - rewrite sum_const. ring.
      - intros a _. rewrite IH by (intros; apply V; now right). now rewrite Any. }
    rewrite K; [unfold units; now rewrite map_length, seq_length|]. intros v Hv. apply in_map_iff in Hv.
    destruct Hv as (i & <- & Hi). apply in_seq in Hi. exists i. split; [lia|reflexivity].
  - rewrite <- noise_app, (noise_permutation _ _ _ _ (Permutation_app_comm _ _)), noise_app.
    rewrite (noise_ext l _ (fun _ => 1)) by (intros; apply units_divisible). rewrite noise_const. ring.
Qed.

(** ** Moments *)

(** What a function of the noise does not notice of what is divisible: linear functions first. *)

Definition additive (f : point -> R) : Prop :=
  (forall z a v, f (move z a v) = f z + IZR a * f v) /\ f origin = 0.

Lemma moment_0 l m z : even_spread (l ++ m) -> noise l (noise m (divisible n)) z = power (l ++ m) / INR M ^ n.
Proof. intros H. rewrite <- noise_app. apply H. Qed.

Lemma power_app l m : power (l ++ m) = power l * power m.
Proof. unfold power. rewrite app_length, pow_add. reflexivity. Qed.

(** Linear functions; m is noise that the function does not see. *)
Lemma moment_1 f l : additive f -> forall m z, (forall u rest, Permutation (l ++ m) (u :: rest) -> even_spread rest) ->
  noise l (fun w => noise m (divisible n) (join z w) * f w) origin = noise l f origin * power m / INR M ^ n.
Proof.
  intros [Af A0]. induction l as [|v l IH]; intros m z G.
  - simpl. rewrite A0. unfold Rdiv. ring.
  - simpl noise.
    transitivity (sum M (fun a => IZR (Z.of_nat a) * f v * (power (l ++ m) / INR M ^ n)) +
      noise l f origin * power (v :: m) / INR M ^ n).
    + rewrite <- (IH (v :: m) z).
      * simpl. rewrite noise_ext with (g := fun w => sum M (fun a => noise m (divisible n) (join z (move w (Z.of_nat a) v)) * f w)).
        2: { intros w. rewrite Rmult_comm, <- sum_scale. apply sum_ext. intros a _. rewrite Rmult_comm. do 2 f_equal.
          apply functional_extensionality. intros i. unfold join, move. ring. }
        rewrite noise_sum, <- sum_plus. apply sum_ext. intros a _.
        rewrite noise_moved.
        rewrite (noise_ext l _ (fun w => IZR (Z.of_nat a) * f v * noise m (divisible n) (join z (move w (Z.of_nat a) v))
          + noise m (divisible n) (join z (move w (Z.of_nat a) v)) * f w)) by (intros; rewrite Af; ring).
        rewrite noise_plus, noise_scale. f_equal. f_equal.
        rewrite (noise_ext l _ (fun w => noise m (divisible n) (join (move z (Z.of_nat a) v) w)))
          by (intros; now rewrite join_move).
        rewrite <- (noise_from l (noise m (divisible n))). apply moment_0. apply (G v). reflexivity.
      * intros u rest P. apply (G u). rewrite <- P. simpl. apply Permutation_middle.
    + rewrite (sum_ext M (fun a => noise l f (move origin (Z.of_nat a) v))
        (fun a => IZR (Z.of_nat a) * f v * power l + noise l f origin)).
      * rewrite sum_plus, sum_const, power_app. unfold power at 3. simpl. fold (power m).
        rewrite (sum_ext M (fun a => IZR (Z.of_nat a) * f v * (power l * power m / INR M ^ n))
          (fun a => power m / INR M ^ n * (IZR (Z.of_nat a) * f v * power l))) by (intros; unfold Rdiv; ring).
        rewrite sum_scale. unfold Rdiv. ring.
      * intros a _. rewrite noise_moved. rewrite (noise_ext l _ (fun w => f w + IZR (Z.of_nat a) * f v)) by (intros; apply Af).
        rewrite noise_plus, noise_const. ring.
Qed.

End Noise.
