(** Expectation without measure theory: a linear, monotone mean of the functions of a vector lattice that contains 1 and
    the limits of monotone sequences. The integrable random variables of a probability space are such. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors.
Open Scope R_scope.

(** Which random variables on W have a finite mean, and what it is. *)
Record mean_value (W : Type) := MeanValue {
  integrable : (W -> R) -> Prop;
  mean : (W -> R) -> R;
  mean_one : integrable (fun _ => 1) /\ mean (fun _ => 1) = 1;
  mean_linear : forall a b X Y, integrable X -> integrable Y ->
    integrable (fun w => a * X w + b * Y w) /\ mean (fun w => a * X w + b * Y w) = a * mean X + b * mean Y;
  mean_max : forall X Y, integrable X -> integrable Y -> integrable (fun w => Rmax (X w) (Y w));
  mean_monotone : forall X Y, integrable X -> integrable Y -> (forall w, X w <= Y w) -> mean X <= mean Y;
  mean_limit : forall (X : nat -> W -> R) L b, (forall k, integrable (X k)) -> (forall k w, X k w <= X (S k) w) ->
    (forall k, mean (X k) <= b) -> (forall w, Un_cv (fun k => X k w) (L w)) ->
    integrable L /\ Un_cv (fun k => mean (X k)) (mean L)
}.
Arguments integrable {W}.
Arguments mean {W}.

Section Rules.
Context {W : Type} (P : mean_value W).

(** What is the same everywhere is integrable together. *)
Lemma integrable_ext (X Y : W -> R) : (forall w, X w = Y w) -> integrable P X -> integrable P Y.
Proof. intros H. replace Y with X by (now apply functional_extensionality). auto. Qed.

Lemma mean_ext (X Y : W -> R) : (forall w, X w = Y w) -> mean P X = mean P Y.
Proof. intros H. now replace Y with X by (now apply functional_extensionality). Qed.

(** Constants. *)
Lemma integrable_const c : integrable P (fun _ => c).
Proof.
  destruct (mean_one _ P) as [I _]. apply (integrable_ext (fun _ => c * 1 + 0 * 1)); [intros; ring|].
  now apply (mean_linear _ P).
Qed.

Lemma mean_const c : mean P (fun _ => c) = c.
Proof.
  destruct (mean_one _ P) as [I E]. rewrite (mean_ext _ (fun _ => c * 1 + 0 * 1)) by (intros; ring).
  rewrite (proj2 (mean_linear _ P c 0 _ _ I I)), E. ring.
Qed.

(** Linear combinations. *)
Lemma integrable_linear a b X Y : integrable P X -> integrable P Y -> integrable P (fun w => a * X w + b * Y w).
Proof. intros IX IY. now apply (mean_linear _ P). Qed.

Lemma mean_of_linear a b X Y : integrable P X -> integrable P Y ->
  mean P (fun w => a * X w + b * Y w) = a * mean P X + b * mean P Y.
Proof. intros IX IY. now apply (mean_linear _ P). Qed.

Lemma integrable_plus X Y : integrable P X -> integrable P Y -> integrable P (fun w => X w + Y w).
Proof.
  intros IX IY. apply (integrable_ext (fun w => 1 * X w + 1 * Y w)); [intros; ring|]. now apply integrable_linear.
Qed.

Lemma mean_plus X Y : integrable P X -> integrable P Y -> mean P (fun w => X w + Y w) = mean P X + mean P Y.
Proof.
  intros IX IY. rewrite (mean_ext _ (fun w => 1 * X w + 1 * Y w)) by (intros; ring).
  rewrite mean_of_linear by assumption. ring.
Qed.

Lemma integrable_scale c X : integrable P X -> integrable P (fun w => c * X w).
Proof.
  intros IX. apply (integrable_ext (fun w => c * X w + 0 * X w)); [intros; ring|]. now apply integrable_linear.
Qed.

Lemma mean_scale c X : integrable P X -> mean P (fun w => c * X w) = c * mean P X.
Proof.
  intros IX. rewrite (mean_ext _ (fun w => c * X w + 0 * X w)) by (intros; ring).
  rewrite mean_of_linear by assumption. ring.
Qed.

Lemma integrable_minus X Y : integrable P X -> integrable P Y -> integrable P (fun w => X w - Y w).
Proof.
  intros IX IY. apply (integrable_ext (fun w => 1 * X w + -1 * Y w)); [intros; ring|]. now apply integrable_linear.
Qed.

(** Sums. *)
Lemma integrable_sum n (X : nat -> W -> R) : (forall i, (i < n)%nat -> integrable P (X i)) ->
  integrable P (fun w => sum n (fun i => X i w)) /\
  mean P (fun w => sum n (fun i => X i w)) = sum n (fun i => mean P (X i)).
Proof.
  induction n as [|n IH]; intros H; cbn [sum]; [split; [apply integrable_const|apply mean_const]|].
  destruct IH as [I E]; [intros; apply H; lia|]. pose proof (H n ltac:(lia)) as In.
  split; [now apply integrable_plus|]. now rewrite mean_plus, E by assumption.
Qed.

(** The largest and the least of several. *)
Lemma integrable_largest n (X : nat -> W -> R) : (1 <= n)%nat -> (forall j, (j < n)%nat -> integrable P (X j)) ->
  integrable P (fun w => largest n (fun j => X j w)).
Proof.
  destruct n as [|n]; [lia|]. intros _. induction n as [|n IH]; intros H; [apply (H 0%nat); lia|].
  apply (integrable_ext (fun w => Rmax (largest (S n) (fun j => X j w)) (X (S n) w)));
    [intros; now rewrite largest_SS|].
  apply mean_max; [apply IH; intros; apply H; lia|apply H; lia].
Qed.

Lemma integrable_min X Y : integrable P X -> integrable P Y -> integrable P (fun w => Rmin (X w) (Y w)).
Proof.
  intros IX IY. apply (integrable_ext (fun w => -1 * Rmax (-1 * X w) (-1 * Y w))).
  - intros w. unfold Rmax, Rmin. destruct (Rle_dec _ _), (Rle_dec _ _); lra.
  - apply integrable_scale, mean_max; now apply integrable_scale.
Qed.

(** The event that X is positive: 1 there and 0 elsewhere, as a limit of the least of 1 and k X. *)
Lemma integrable_positive X : integrable P X -> integrable P (fun w => if Rlt_dec 0 (X w) then 1 else 0).
Proof.
  intros IX. set (A := fun (k : nat) w => Rmin 1 (Rmax 0 (INR k * X w))).
  assert (IA : forall k, integrable P (A k)).
  { intros k. apply integrable_min; [apply integrable_const|]. apply mean_max; [apply integrable_const|].
    now apply integrable_scale. }
  apply (mean_limit _ P A _ 1 IA).
  - intros k w. unfold A. rewrite S_INR. pose proof (pos_INR k) as K. unfold Rmin, Rmax.
    destruct (Rlt_dec 0 (X w)) as [H|H].
    + assert (0 <= INR k * X w) by (apply Rmult_le_pos; lra).
      destruct (Rle_dec 0 (INR k * X w)), (Rle_dec 0 ((INR k + 1) * X w)); try lra;
        destruct (Rle_dec 1 _), (Rle_dec 1 _); lra.
    + assert (INR k * X w <= 0) by nra.
      destruct (Rle_dec 0 (INR k * X w)), (Rle_dec 0 ((INR k + 1) * X w)); try lra;
        destruct (Rle_dec 1 _), (Rle_dec 1 _); lra.
  - intros k. rewrite <- (mean_const 1). apply (mean_monotone _ P); [apply IA|apply integrable_const|].
    intros w. apply Rmin_l.
  - intros w eta He. destruct (Rlt_dec 0 (X w)) as [H|H].
    + destruct (archimed (/ X w)) as [Up _]. pose proof (Rinv_0_lt_compat _ H) as I.
      exists (Z.to_nat (up (/ X w))). intros k Hk. assert (K : / X w < INR k).
      { apply le_INR in Hk. rewrite INR_IZR_INZ, Z2Nat.id in Hk; [lra|]. apply le_IZR. lra. }
      apply (Rmult_lt_compat_r (X w)) in K; [|exact H]. rewrite Rinv_l in K by lra.
      unfold A, R_dist. rewrite (Rmax_right 0), Rmin_left by lra. rewrite Rminus_eq_0, Rabs_R0. exact He.
    + exists 0%nat. intros k _. pose proof (pos_INR k) as K. assert (N : INR k * X w <= 0) by nra.
      unfold A, R_dist. rewrite (Rmax_left 0), Rmin_right by lra. rewrite Rminus_eq_0, Rabs_R0. exact He.
Qed.

(** ** Choices among finitely many *)

(** A random index each of whose values has a probability. *)
Definition measurable_choice (best : W -> nat) : Prop :=
  forall j, integrable P (fun w => if Nat.eqb (best w) j then 1 else 0).

Definition probability (best : W -> nat) (j : nat) : R := mean P (fun w => if Nat.eqb (best w) j then 1 else 0).

(** What is read off a choice has a mean, by the probabilities; they are a point of the simplex. *)
Lemma mean_of_choice N best : (forall w, (best w < N)%nat) -> measurable_choice best ->
  (forall v : nat -> R, integrable P (fun w => v (best w)) /\
    mean P (fun w => v (best w)) = sum N (fun j => probability best j * v j)) /\ simplex N (probability best).
Proof.
  intros B M.
  assert (A : forall v : nat -> R, integrable P (fun w => v (best w)) /\
    mean P (fun w => v (best w)) = sum N (fun j => probability best j * v j)).
  { intros v. set (X := fun j w => v j * (if Nat.eqb (best w) j then 1 else 0)).
    assert (Ev : forall w, sum N (fun j => X j w) = v (best w)).
    { intros w. rewrite (sum_ext N _ (fun j => vertex (best w) j * v j)); [now apply sum_vertex|].
      intros j _. unfold X, vertex. rewrite Nat.eqb_sym. destruct (Nat.eqb j (best w)); ring. }
    destruct (integrable_sum N X) as [I E]; [intros j _; apply integrable_scale, M|]. split.
    - now apply (integrable_ext (fun w => sum N (fun j => X j w))).
    - rewrite <- (mean_ext (fun w => sum N (fun j => X j w)) (fun w => v (best w)) Ev), E. apply sum_ext.
      intros j _. unfold X, probability. rewrite mean_scale by apply M. ring. }
  split; [exact A|]. split.
  - intros j _. unfold probability. apply Rle_trans with (mean P (fun _ => 0)); [rewrite mean_const; lra|].
    apply (mean_monotone _ P); [apply integrable_const|apply M|]. intros w. destruct (Nat.eqb (best w) j); lra.
  - destruct (A (fun _ => 1)) as [_ E]. rewrite mean_const in E. rewrite E. apply sum_ext. intros. ring.
Qed.

(** The first index of a largest value. *)
Fixpoint first_best (n : nat) (v : nat -> R) : nat :=
  match n with
  | O => O
  | S k => let b := first_best k v in if Rlt_dec (v b) (v k) then k else b
  end.

Lemma first_best_largest n v : (1 <= n)%nat -> (first_best n v < n)%nat /\ largest n v = v (first_best n v) /\
  forall j, (j < first_best n v)%nat -> v j < v (first_best n v).
Proof.
  destruct n as [|n]; [lia|]. intros _. induction n as [|n (B & L & F)].
  - cbn. destruct (Rlt_dec _ _) as [H|H]; [lra|]. split; [lia|]. split; [reflexivity|]. intros j Hj. lia.
  - rewrite largest_SS, L. cbn [first_best]. fold (first_best (S n) v). set (b := first_best (S n) v) in *.
    change (if Rlt_dec (v (first_best n v)) (v n) then n else first_best n v) with b.
    destruct (Rlt_dec (v b) (v (S n))) as [H|H].
    + split; [lia|]. split; [apply Rmax_right; lra|]. intros j Hj. destruct (Nat.eq_dec j b) as [->|N]; [exact H|].
      destruct (lt_dec j b) as [J|J]; [specialize (F j J); lra|].
      eapply Rle_lt_trans; [|exact H]. rewrite <- L. apply largest_entry. lia.
    + split; [lia|]. split; [apply Rmax_left; lra|exact F].
Qed.

(** It is a measurable choice. *)
Lemma first_best_measurable n (v : nat -> W -> R) : (1 <= n)%nat -> (forall j, (j < n)%nat -> integrable P (v j)) ->
  measurable_choice (fun w => first_best n (fun j => v j w)).
Proof.
  destruct n as [|n]; [lia|]. intros _. induction n as [|n IH]; intros I j.
  - apply (integrable_ext (fun _ => if Nat.eqb 0 j then 1 else 0)); [|apply integrable_const].
    intros w. cbn. now destruct (Rlt_dec _ _).
  - specialize (IH (fun i Hi => I i (Nat.lt_lt_succ_r _ _ Hi))).
    set (later := fun w => if Rlt_dec 0 (v (S n) w - largest (S n) (fun j => v j w)) then 1 else 0).
    assert (IL : integrable P later).
    { apply integrable_positive, integrable_minus; [apply I; lia|]. apply integrable_largest; [lia|].
      intros i Hi. apply I. lia. }
    set (before := fun w => if Nat.eqb (first_best (S n) (fun j => v j w)) j then 1 else 0).
    apply (integrable_ext (fun w => if Nat.eqb (S n) j then later w else Rmin (before w) (1 - later w))).
    + intros w. destruct (first_best_largest (S n) (fun j => v j w) ltac:(lia)) as (B & L & _).
      change (first_best (S (S n)) (fun j => v j w)) with
        (let b := first_best (S n) (fun j => v j w) in if Rlt_dec (v b w) (v (S n) w) then S n else b).
      unfold later, before. rewrite L. cbv zeta. set (b := first_best (S n) (fun j => v j w)) in *.
      destruct (Rlt_dec (v b w) (v (S n) w)) as [H|H].
      * destruct (Rlt_dec 0 _) as [_|H']; [|exfalso; lra]. 
        destruct (Nat.eqb_spec (S n) j) as [<-|N]; [reflexivity|].
        destruct (Nat.eqb b j); unfold Rmin; destruct (Rle_dec _ _); lra.
      * destruct (Rlt_dec 0 _) as [H'|_]; [exfalso; lra|]. destruct (Nat.eqb_spec (S n) j) as [<-|N].
        -- destruct (Nat.eqb_spec b (S n)); [lia|reflexivity].
        -- destruct (Nat.eqb b j); unfold Rmin; destruct (Rle_dec _ _); lra.
    + destruct (Nat.eqb (S n) j); [exact IL|]. apply integrable_min; [apply IH|].
      apply integrable_minus; [apply integrable_const|exact IL].
Qed.
End Rules.

(** Finite laws: n outcomes with the probabilities p. *)
Lemma finite_limits n p (X : nat -> nat -> R) L : (forall i, Un_cv (fun k => X k i) (L i)) ->
  Un_cv (fun k => sum n (fun i => p i * X k i)) (sum n (fun i => p i * L i)).
Proof.
  intros H. induction n as [|n IH]; cbn [sum].
  - intros eta He. exists 0%nat. intros k _. unfold R_dist. rewrite Rminus_eq_0, Rabs_R0. exact He.
  - apply (CV_plus (fun k => sum n (fun i => p i * X k i)) (fun k => p n * X k n)); [exact IH|].
    apply (CV_mult (fun _ => p n) (fun k => X k n)); [|apply H].
    intros eta He. exists 0%nat. intros k _. unfold R_dist. rewrite Rminus_eq_0, Rabs_R0. exact He.
Qed.

Definition finite_law (n : nat) (p : vec) (Hp : simplex n p) : mean_value nat.
Proof.
  refine (MeanValue nat (fun _ => True) (fun X => sum n (fun i => p i * X i)) _ _ _ _ _).
  - split; [exact I|]. rewrite (sum_ext _ _ p) by (intros; ring). apply Hp.
  - intros a b X Y _ _. split; [exact I|]. rewrite <- 2 sum_scale, <- sum_plus. apply sum_ext. intros. ring.
  - trivial.
  - intros X Y _ _ L. apply sum_le. intros k Hk. apply Rmult_le_compat_l; [now apply Hp|apply L].
  - intros X L b _ _ _ C. split; [exact I|]. now apply finite_limits.
Defined.
