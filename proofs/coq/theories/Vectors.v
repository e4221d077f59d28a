(** Points of R^d as functions on the naturals of which only the entries 0, ..., d-1 count. *)

From Coq Require Import Reals Lra Lia Arith.
Open Scope R_scope.

Definition vec := nat -> R.

(** The sum of the first d entries. *)
Fixpoint sum (d : nat) (x : vec) : R :=
  match d with
  | O => 0
  | S k => sum k x + x k
  end.

Definition add (x y : vec) : vec := fun i => x i + y i.
Definition sub (x y : vec) : vec := fun i => x i - y i.
Definition scale (c : R) (x : vec) : vec := fun i => c * x i.
Definition zero : vec := fun _ => 0.

(** The point that is the share s of the way from a to b. *)
Definition mix (s : R) (a b : vec) : vec := fun i => (1 - s) * a i + s * b i.

Definition dot (d : nat) (x y : vec) : R := sum d (fun i => x i * y i).

(** The l1 norm, the infinity norm, and the largest entry (for d >= 1). *)
Definition norm1 (d : nat) (x : vec) : R := sum d (fun i => Rabs (x i)).

Fixpoint norm_inf (d : nat) (x : vec) : R :=
  match d with
  | O => 0
  | S k => Rmax (norm_inf k x) (Rabs (x k))
  end.

Fixpoint largest (d : nat) (x : vec) : R :=
  match d with
  | O => 0
  | S O => x O
  | S k => Rmax (largest k x) (x k)
  end.

Definition simplex (d : nat) (x : vec) : Prop :=
  (forall i, (i < d)%nat -> 0 <= x i) /\ sum d x = 1.

Definition vertex (k : nat) : vec := fun i => if Nat.eqb i k then 1 else 0.
Definition centre (d : nat) : vec := fun _ => / INR d.

(** ** Sums *)

Lemma sum_ext d x y : (forall i, (i < d)%nat -> x i = y i) -> sum d x = sum d y.
Proof.
  induction d as [|d IH]; intros H; simpl; [reflexivity|].
  rewrite IH by (intros; apply H; lia). rewrite H by lia. reflexivity.
Qed.

Lemma sum_plus d x y : sum d (fun i => x i + y i) = sum d x + sum d y.
Proof. induction d as [|d IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma sum_minus d x y : sum d (fun i => x i - y i) = sum d x - sum d y.
Proof. induction d as [|d IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma sum_scale d c x : sum d (fun i => c * x i) = c * sum d x.
Proof. induction d as [|d IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma sum_const d c : sum d (fun _ => c) = INR d * c.
Proof. induction d as [|d IH]; [simpl; ring|]. rewrite S_INR. cbn [sum]. rewrite IH. ring. Qed.

Lemma sum_zero d : sum d (fun _ => 0) = 0.
Proof. rewrite sum_const. ring. Qed.

Lemma sum_le d x y : (forall i, (i < d)%nat -> x i <= y i) -> sum d x <= sum d y.
Proof.
  induction d as [|d IH]; intros H; simpl; [lra|].
  pose proof (IH (fun i Hi => H i (Nat.lt_lt_succ_r _ _ Hi))). pose proof (H d (Nat.lt_succ_diag_r d)). lra.
Qed.

Lemma sum_nonneg d x : (forall i, (i < d)%nat -> 0 <= x i) -> 0 <= sum d x.
Proof. intros H. rewrite <- (sum_zero d). apply sum_le. exact H. Qed.

Lemma sum_abs d x : Rabs (sum d x) <= sum d (fun i => Rabs (x i)).
Proof.
  induction d as [|d IH]; simpl; [rewrite Rabs_R0; lra|].
  eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

Lemma sum_term_le d x k : (forall i, (i < d)%nat -> 0 <= x i) -> (k < d)%nat -> x k <= sum d x.
Proof.
  induction d as [|d IH]; intros H Hk; [lia|]. simpl.
  assert (0 <= sum d x) by (apply sum_nonneg; intros; apply H; lia).
  destruct (Nat.eq_dec k d) as [->|]; [lra|].
  pose proof (IH (fun i Hi => H i (Nat.lt_lt_succ_r _ _ Hi)) ltac:(lia)). pose proof (H d ltac:(lia)). lra.
Qed.

(** One entry taken out. *)
Lemma sum_split d x k :
  (k < d)%nat -> sum d x = x k + sum d (fun i => if Nat.eqb i k then 0 else x i).
Proof.
  induction d as [|d IH]; intros Hk; [lia|]. simpl.
  destruct (Nat.eq_dec k d) as [->|].
  - rewrite Nat.eqb_refl.
    rewrite (sum_ext d (fun i => if Nat.eqb i d then 0 else x i) x); [lra|].
    intros i Hi. destruct (Nat.eqb_spec i d); [lia|reflexivity].
  - rewrite IH by lia. destruct (Nat.eqb_spec d k); [lia|ring].
Qed.

Lemma sum_vertex d k (c : vec) : (k < d)%nat -> sum d (fun i => vertex k i * c i) = c k.
Proof.
  intros Hk. rewrite (sum_split _ _ k Hk). unfold vertex. rewrite Nat.eqb_refl.
  rewrite (sum_ext d _ (fun _ => 0)); [rewrite sum_zero; ring|].
  intros i _. destruct (Nat.eqb i k); ring.
Qed.

(** Sums in the other order. *)
Lemma sum_swap m n (a : nat -> nat -> R) :
  sum m (fun i => sum n (fun j => a i j)) = sum n (fun j => sum m (fun i => a i j)).
Proof.
  induction m as [|m IH]; simpl; [now rewrite sum_zero|].
  rewrite IH, <- sum_plus. reflexivity.
Qed.

(** ** Norms *)

Lemma norm1_nonneg d x : 0 <= norm1 d x.
Proof. apply sum_nonneg. intros. apply Rabs_pos. Qed.

Lemma norm1_ext d x y : (forall i, (i < d)%nat -> x i = y i) -> norm1 d x = norm1 d y.
Proof. intros H. apply sum_ext. intros i Hi. now rewrite H. Qed.

Lemma norm1_scale d c x : norm1 d (fun i => c * x i) = Rabs c * norm1 d x.
Proof. unfold norm1. rewrite <- sum_scale. apply sum_ext. intros. apply Rabs_mult. Qed.

Lemma norm1_triangle d x y : norm1 d (fun i => x i + y i) <= norm1 d x + norm1 d y.
Proof. unfold norm1. rewrite <- sum_plus. apply sum_le. intros. apply Rabs_triang. Qed.

Lemma norm_inf_nonneg d x : 0 <= norm_inf d x.
Proof. induction d as [|d IH]; simpl; [lra|]. eapply Rle_trans; [exact IH|apply Rmax_l]. Qed.

Lemma norm_inf_entry d x i : (i < d)%nat -> Rabs (x i) <= norm_inf d x.
Proof.
  induction d as [|d IH]; intros H; [lia|]. simpl.
  destruct (Nat.eq_dec i d) as [->|]; [apply Rmax_r|].
  eapply Rle_trans; [apply IH; lia|apply Rmax_l].
Qed.

Lemma norm_inf_le d x b : 0 <= b -> (forall i, (i < d)%nat -> Rabs (x i) <= b) -> norm_inf d x <= b.
Proof.
  intros Hb. induction d as [|d IH]; intros H; simpl; [exact Hb|].
  apply Rmax_lub; [apply IH; intros; apply H; lia|apply H; lia].
Qed.

Lemma norm_inf_ext d x y : (forall i, (i < d)%nat -> x i = y i) -> norm_inf d x = norm_inf d y.
Proof.
  induction d as [|d IH]; intros H; simpl; [reflexivity|].
  rewrite IH by (intros; apply H; lia). now rewrite H by lia.
Qed.

Lemma norm_inf_scale d c x : norm_inf d (fun i => c * x i) = Rabs c * norm_inf d x.
Proof.
  induction d as [|d IH]; simpl; [ring|].
  rewrite IH, Rabs_mult, RmaxRmult by apply Rabs_pos. reflexivity.
Qed.

(** The two norms are dual. *)
Lemma dot_le d x y : dot d x y <= norm1 d x * norm_inf d y.
Proof.
  unfold dot, norm1. rewrite Rmult_comm, <- sum_scale. apply sum_le. intros i Hi.
  eapply Rle_trans; [apply Rle_abs|]. rewrite Rabs_mult, Rmult_comm.
  apply Rmult_le_compat_r; [apply Rabs_pos|now apply norm_inf_entry].
Qed.

(** ** The largest entry *)

Lemma largest_SS k x : largest (S (S k)) x = Rmax (largest (S k) x) (x (S k)).
Proof. reflexivity. Qed.

Lemma largest_entry d x i : (i < d)%nat -> x i <= largest d x.
Proof.
  destruct d as [|d]; [lia|]. induction d as [|d IH]; intros H.
  - replace i with O by lia. simpl. lra.
  - rewrite largest_SS. destruct (Nat.eq_dec i (S d)) as [->|]; [apply Rmax_r|].
    eapply Rle_trans; [apply IH; lia|apply Rmax_l].
Qed.

Lemma largest_attained d x : (1 <= d)%nat -> exists i, (i < d)%nat /\ largest d x = x i.
Proof.
  destruct d as [|d]; [lia|]. intros _. induction d as [|d [i [Hi E]]].
  - exists O. split; [lia|reflexivity].
  - rewrite largest_SS. unfold Rmax. destruct (Rle_dec _ _); [exists (S d)|exists i]; split; auto; lia.
Qed.

Lemma largest_ext d x y : (forall i, (i < d)%nat -> x i = y i) -> largest d x = largest d y.
Proof.
  destruct d as [|d]; [reflexivity|]. induction d as [|d IH]; intros H; [simpl; apply H; lia|].
  rewrite 2 largest_SS, IH by (intros; apply H; lia). now rewrite H by lia.
Qed.

(** A mean over the simplex is at most the largest entry. *)
Lemma dot_le_largest d a x : simplex d a -> dot d a x <= largest d x.
Proof.
  intros [Ha H1]. replace (largest d x) with (largest d x * sum d a) by (rewrite H1; ring).
  unfold dot. rewrite <- sum_scale. apply sum_le. intros i Hi. rewrite Rmult_comm.
  apply Rmult_le_compat_r; [now apply Ha|now apply largest_entry].
Qed.

(** ** The simplex *)

Lemma simplex_mix d s a b : simplex d a -> simplex d b -> 0 <= s <= 1 -> simplex d (mix s a b).
Proof.
  intros [Ha Sa] [Hb Sb] Hs. split.
  - intros i Hi. unfold mix. specialize (Ha i Hi). specialize (Hb i Hi).
    assert (0 <= (1 - s) * a i) by (apply Rmult_le_pos; lra).
    assert (0 <= s * b i) by (apply Rmult_le_pos; lra). lra.
  - unfold mix. rewrite sum_plus, 2 sum_scale, Sa, Sb. ring.
Qed.

Lemma simplex_vertex d k : (k < d)%nat -> simplex d (vertex k).
Proof.
  intros Hk. split; [intros i _; unfold vertex; destruct (Nat.eqb i k); lra|].
  rewrite (sum_ext d (vertex k) (fun i => vertex k i * 1)) by (intros; ring). now apply sum_vertex.
Qed.

Lemma simplex_centre d : (1 <= d)%nat -> simplex d (centre d).
Proof.
  intros Hd. assert (0 < INR d) by (apply lt_0_INR; lia). split.
  - intros i _. unfold centre. left. now apply Rinv_0_lt_compat.
  - unfold centre. rewrite sum_const. field. lra.
Qed.

Lemma simplex_le_1 d a i : simplex d a -> (i < d)%nat -> a i <= 1.
Proof. intros [Ha <-] Hi. now apply sum_term_le. Qed.
