(** With Euclidean smoothness the least gap is (1 - 1/d)/2 for every d: one move from the centre to the
    vertices below, and the conjugate of half the squared norm, whose gradient is sparsemax, above. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Conjugate.
Open Scope R_scope.

Definition norm2 (d : nat) (x : vec) : R := sqrt (dot d x x).

(** The gradient is 1-Lipschitz in the Euclidean norm. *)
Definition smooth2 (d : nat) (f : vec -> R) : Prop :=
  exists g, has_gradient d f g /\
    forall x y, norm2 d (sub (g x) (g y)) <= norm2 d (sub x y).

(** A smoothing of the maximum on R^d in the Euclidean sense, and the least gap of all of them. *)
Definition smoothing2 (d : nat) (eps : R) (f : vec -> R) : Prop :=
  convex d f /\ smooth2 d f /\ forall x, largest d x <= f x <= largest d x + eps.

Definition optimum2 (d : nat) (eps : R) : Prop :=
  (exists f, smoothing2 d eps f) /\ forall eps' f, smoothing2 d eps' f -> eps <= eps'.

(** ** The Euclidean norm *)

Lemma dot_comm d x y : dot d x y = dot d y x.
Proof. apply sum_ext. intros. ring. Qed.

Lemma dot_sub_right d x y z : dot d x (sub y z) = dot d x y - dot d x z.
Proof. unfold dot, sub. rewrite <- sum_minus. apply sum_ext. intros. ring. Qed.

Lemma dot_mix_right d s a b y : dot d y (mix s a b) = (1 - s) * dot d y a + s * dot d y b.
Proof. rewrite dot_comm, dot_mix_l, 2 (dot_comm d y). reflexivity. Qed.

Lemma dot_sub_self d x y : dot d (sub x y) (sub x y) = dot d x x - 2 * dot d x y + dot d y y.
Proof. rewrite dot_sub_l, 2 dot_sub_right, (dot_comm d y x). ring. Qed.

Lemma dot_self_nonneg d x : 0 <= dot d x x.
Proof. apply sum_nonneg. intros. apply Rle_0_sqr. Qed.

Lemma norm2_nonneg d x : 0 <= norm2 d x.
Proof. apply sqrt_pos. Qed.

Lemma norm2_square d x : norm2 d x ^ 2 = dot d x x.
Proof. apply pow2_sqrt, dot_self_nonneg. Qed.

Lemma norm2_ext d x y : (forall i, (i < d)%nat -> x i = y i) -> norm2 d x = norm2 d y.
Proof. intros E. unfold norm2. f_equal. now apply dot_ext. Qed.

Lemma norm2_scale d c x : 0 <= c -> norm2 d (scale c x) = c * norm2 d x.
Proof.
  intros Hc. unfold norm2.
  replace (dot d (scale c x) (scale c x)) with (c ^ 2 * dot d x x)
    by (unfold dot, scale; rewrite <- sum_scale; apply sum_ext; intros; ring).
  rewrite sqrt_mult by (apply pow2_ge_0 || apply dot_self_nonneg). now rewrite sqrt_pow2.
Qed.

Lemma dot_zero_norm d x y : norm2 d x = 0 -> dot d x y = 0.
Proof.
  intros E. unfold dot. rewrite <- (sum_zero d). apply sum_ext. intros i Hi.
  pose proof (sum_term_le d (fun i => x i * x i) i (fun j _ => Rle_0_sqr (x j)) Hi) as T.
  fold (dot d x x) in T. rewrite <- norm2_square, E in T.
  replace (x i) with 0; [ring|]. symmetry. apply Rsqr_0_uniq. pose proof (Rle_0_sqr (x i)).
  unfold Rsqr in *. simpl in T. lra.
Qed.

(** Cauchy's inequality. *)
Lemma dot_le_norm2 d x y : dot d x y <= norm2 d x * norm2 d y.
Proof.
  set (X := norm2 d x). set (Y := norm2 d y).
  assert (HX : 0 <= X) by apply norm2_nonneg. assert (HY : 0 <= Y) by apply norm2_nonneg.
  destruct (Req_dec X 0) as [E|NX]; [rewrite (dot_zero_norm d x y E), E; lra|].
  destruct (Req_dec Y 0) as [E|NY]; [rewrite dot_comm, (dot_zero_norm d y x E), E; lra|].
  assert (P : 0 < X * Y) by (apply Rmult_lt_0_compat; lra).
  pose proof (dot_self_nonneg d (sub (scale Y x) (scale X y))) as S.
  replace (dot d (sub (scale Y x) (scale X y)) (sub (scale Y x) (scale X y)))
    with (Y ^ 2 * dot d x x + (X ^ 2 * dot d y y - 2 * X * Y * dot d x y)) in S.
  - rewrite <- 2 norm2_square in S. fold X Y in S.
    apply (Rmult_le_reg_l (X * Y)); [exact P|]. lra.
  - unfold dot, sub, scale. rewrite <- !sum_scale, <- sum_minus, <- sum_plus. apply sum_ext. intros. ring.
Qed.

(** ** The lower bound *)

Lemma descent2 d f g :
  has_gradient d f g -> (forall x y, norm2 d (sub (g x) (g y)) <= norm2 d (sub x y)) ->
  forall y z, f (add y z) <= f y + dot d (g y) z + dot d z z / 2.
Proof.
  intros H L y z. apply tangent_bound; [exact H|]. intros t Ht.
  rewrite <- dot_sub_l, <- norm2_square. eapply Rle_trans; [apply dot_le_norm2|].
  replace (t * norm2 d z ^ 2) with (t * norm2 d z * norm2 d z) by ring.
  apply Rmult_le_compat_r; [apply norm2_nonneg|]. eapply Rle_trans; [apply L|].
  rewrite <- norm2_scale by lra. right. apply norm2_ext. intros. unfold sub, add, scale. ring.
Qed.

(** The squared distance of a vertex from the centre. *)
Lemma vertex_centre_square d i : (i < d)%nat ->
  dot d (sub (vertex i) (centre d)) (sub (vertex i) (centre d)) = 1 - / INR d.
Proof.
  intros Hi. assert (0 < INR d) by (apply lt_0_INR; lia).
  unfold dot, sub, centre.
  rewrite (sum_ext d _ (fun j => vertex i j * (1 - 2 / INR d) + / INR d ^ 2))
    by (intros; unfold vertex; destruct (Nat.eqb _ _); field; lra).
  rewrite sum_plus, sum_const, (sum_vertex d i (fun _ => 1 - 2 / INR d)) by exact Hi. field. lra.
Qed.

(** The mean over the test points e_i - u: the linear terms cancel. *)
Lemma euclidean_lower_bound d eps f : (1 <= d)%nat -> smoothing2 d eps f -> (1 - / INR d) / 2 <= eps.
Proof.
  intros Hd [_ [[g [Hg Lg]] Hf]]. set (n := INR d).
  assert (Hn : 0 < n) by (apply lt_0_INR; lia).
  set (w := fun i => sub (vertex i) (centre d)).
  assert (Z : sum d (fun i => dot d (g zero) (w i)) = 0).
  { unfold dot. rewrite sum_swap, <- (sum_zero d). apply sum_ext. intros j Hj.
    rewrite sum_scale. unfold w, sub, centre. rewrite sum_minus, sum_const.
    rewrite (sum_ext d _ (fun i => vertex j i * 1)), (sum_vertex d j (fun _ => 1)) by
      (try exact Hj; intros; unfold vertex; rewrite Nat.eqb_sym; ring).
    fold n. field. lra. }
  assert (S : sum d (fun _ => 1 - / n)
    <= sum d (fun i => (f zero + dot d (g zero) (w i)) + (1 - / n) / 2)).
  { apply sum_le. intros i Hi. unfold n. rewrite <- (vertex_centre_square d i Hi) at 2. fold (w i).
    eapply Rle_trans; [|apply (descent2 d f g Hg Lg)].
    eapply Rle_trans; [|apply Hf]. eapply Rle_trans; [|apply (largest_entry d _ i Hi)].
    right. unfold add, w, sub, zero, vertex, centre. rewrite Nat.eqb_refl. ring. }
  rewrite !sum_plus, !sum_const, Z in S. fold n in S.
  assert (F : f zero <= eps) by (rewrite <- (Rplus_0_l eps), <- (largest_zero d); apply Hf).
  apply (Rmult_le_reg_l n); [exact Hn|]. apply (Rmult_le_compat_l n) in F; lra.
Qed.

(** ** The projection to the simplex *)

Definition positive_part (u : R) : R := Rmax 0 u.

Lemma positive_part_le u v : positive_part u <= positive_part v + Rabs (u - v).
Proof.
  unfold positive_part. pose proof (Rmax_l 0 v). pose proof (Rmax_r 0 v).
  pose proof (Rle_abs (u - v)). pose proof (Rabs_pos (u - v)). apply Rmax_lub; lra.
Qed.

Lemma positive_part_continuous : continuity positive_part.
Proof.
  intros u eps He. exists eps. split; [exact He|]. intros v [_ Hv]. simpl in *. unfold R_dist in *.
  eapply Rle_lt_trans; [|exact Hv].
  pose proof (positive_part_le u v) as A. pose proof (positive_part_le v u) as B.
  rewrite Rabs_minus_sym in A. apply Rabs_le. lra.
Qed.

(** The mass above the level t. *)
Definition mass_above (d : nat) (x : vec) (t : R) : R := sum d (fun i => positive_part (x i - t)).

Lemma mass_above_continuous d x : continuity (fun t => 1 - mass_above d x t).
Proof.
  apply continuity_minus; [apply continuity_const; intros ? ?; reflexivity|].
  induction d as [|d IH]; [apply continuity_const; intros ? ?; reflexivity|].
  apply (continuity_plus (mass_above d x) (fun t => positive_part (x d - t))); [exact IH|].
  apply (continuity_comp (fun t => x d - t) positive_part); [|apply positive_part_continuous].
  apply continuity_minus; [apply continuity_const; intros ? ?; reflexivity|].
  apply derivable_continuous, derivable_id.
Qed.

(** The level with mass 1 above it. *)
Lemma threshold_exists d x : (1 <= d)%nat -> {t | mass_above d x t = 1}.
Proof.
  intros Hd.
  destruct (IVT (fun t => 1 - mass_above d x t) (largest d x - 2) (largest d x)) as [t [_ E]].
  - apply mass_above_continuous.
  - lra.
  - destruct (largest_attained d x Hd) as [i [Hi E]].
    pose proof (sum_term_le d (fun j => positive_part (x j - (largest d x - 2))) i
      (fun j _ => Rmax_l _ _) Hi) as T. cbv beta in T. fold (mass_above d x (largest d x - 2)) in T.
    rewrite E in T at 1. pose proof (Rmax_r 0 (x i - (x i - 2))). unfold positive_part in T. lra.
  - replace (mass_above d x (largest d x)) with 0; [lra|]. unfold mass_above. rewrite <- (sum_zero d).
    apply sum_ext. intros i Hi. symmetry. apply Rmax_left. pose proof (largest_entry d x i Hi). lra.
  - exists t. lra.
Qed.

Section Projection.
Variable d : nat.
Hypothesis Hd : (1 <= d)%nat.

Definition threshold (x : vec) : R := proj1_sig (threshold_exists d x Hd).

(** The point of the simplex nearest to x. *)
Definition sparsemax (x : vec) : vec := fun i => positive_part (x i - threshold x).

Lemma sparsemax_simplex x : simplex d (sparsemax x).
Proof.
  split; [intros; apply Rmax_l|]. unfold sparsemax, threshold. now destruct (threshold_exists d x Hd).
Qed.

(** It is the best point, and other points of the simplex are worse by half their squared distance. *)
Lemma sparsemax_best x q : simplex d q ->
  dot d q x - dot d q q / 2 + dot d (sub q (sparsemax x)) (sub q (sparsemax x)) / 2
  <= dot d (sparsemax x) x - dot d (sparsemax x) (sparsemax x) / 2.
Proof.
  intros [Hq Sq]. pose proof (sparsemax_simplex x) as [_ Sp]. set (p := sparsemax x) in *.
  enough (K : dot d (sub q p) (sub x p) <= 0).
  { rewrite dot_sub_l, !dot_sub_right in K. rewrite dot_sub_l, !dot_sub_right, (dot_comm d p q). lra. }
  apply Rle_trans with (sum d (fun i => threshold x * (q i - p i))).
  - apply sum_le. intros i Hi. specialize (Hq i Hi). unfold sub, p, sparsemax, positive_part, Rmax.
    destruct (Rle_dec 0 (x i - threshold x)) as [_|N]; [lra|]. rewrite 2 Rminus_0_r, Rmult_comm.
    apply Rmult_le_compat_r; lra.
  - rewrite sum_scale, sum_minus, Sq, Sp. lra.
Qed.

(** ** The smoothing *)

(** The maximum over the simplex of <q, x> - (|q|^2 - 1)/2. *)
Definition euclidean_max (x : vec) : R :=
  dot d (sparsemax x) x - (dot d (sparsemax x) (sparsemax x) - 1) / 2.

Lemma euclidean_max_ge x q : simplex d q -> dot d q x - (dot d q q - 1) / 2 <= euclidean_max x.
Proof.
  intros Hq. pose proof (sparsemax_best x q Hq).
  pose proof (dot_self_nonneg d (sub q (sparsemax x))). unfold euclidean_max. lra.
Qed.

(** Sparsemax is the gradient, up to half the squared distance. *)
Lemma euclidean_max_between x y :
  0 <= euclidean_max y - euclidean_max x - dot d (sparsemax x) (sub y x) <= dot d (sub y x) (sub y x) / 2.
Proof.
  set (p := sparsemax x). set (q := sparsemax y). split.
  - pose proof (euclidean_max_ge y p (sparsemax_simplex x)) as A.
    rewrite dot_sub_right. unfold euclidean_max at 2. fold p. lra.
  - pose proof (sparsemax_best x q (sparsemax_simplex y)) as A. fold p in A.
    pose proof (dot_self_nonneg d (sub (sub q p) (sub y x))) as B.
    rewrite dot_sub_self in B. unfold euclidean_max. fold p q.
    assert (C : dot d (sub q p) (sub y x) = dot d q y - dot d q x - dot d p (sub y x))
      by (rewrite dot_sub_l, dot_sub_right; ring).
    lra.
Qed.

Lemma sparsemax_lipschitz x y : norm2 d (sub (sparsemax x) (sparsemax y)) <= norm2 d (sub x y).
Proof.
  set (p := sparsemax x). set (q := sparsemax y).
  assert (K : norm2 d (sub p q) ^ 2 <= norm2 d (sub p q) * norm2 d (sub x y)).
  { rewrite norm2_square. eapply Rle_trans; [|apply dot_le_norm2].
    pose proof (sparsemax_best x q (sparsemax_simplex y)) as A.
    pose proof (sparsemax_best y p (sparsemax_simplex x)) as B. fold p in A. fold q in B.
    rewrite dot_sub_self in A, B |- *. rewrite (dot_comm d q p) in A.
    rewrite dot_sub_l, 2 dot_sub_right. lra. }
  destruct (Req_dec (norm2 d (sub p q)) 0) as [->|N]; [apply norm2_nonneg|].
  pose proof (norm2_nonneg d (sub p q)).
  apply (Rmult_le_reg_l (norm2 d (sub p q))); lra.
Qed.

Lemma euclidean_max_gradient : has_gradient d euclidean_max sparsemax.
Proof.
  intros x eta He. assert (Hn : 0 < INR d) by (apply lt_0_INR; lia).
  exists (2 * eta / INR d). split; [apply Rdiv_lt_0_compat; lra|]. intros y Hy.
  destruct (euclidean_max_between x y) as [A B]. rewrite Rabs_pos_eq by exact A.
  eapply Rle_trans; [exact B|]. set (N := norm_inf d (sub y x)) in *.
  assert (HN : 0 <= N) by apply norm_inf_nonneg.
  assert (S : dot d (sub y x) (sub y x) <= INR d * (N * N)).
  { rewrite <- sum_const. apply sum_le. intros i Hi.
    pose proof (norm_inf_entry d (sub y x) i Hi) as E. fold N in E.
    change (Rsqr (sub y x i) <= N * N). rewrite Rsqr_abs.
    apply Rmult_le_compat; auto using Rabs_pos. }
  assert (T : INR d * N <= 2 * eta).
  { apply (Rmult_lt_compat_l (INR d)) in Hy; [|exact Hn].
    replace (INR d * (2 * eta / INR d)) with (2 * eta) in Hy by (field; lra). lra. }
  apply (Rmult_le_compat_r N) in T; [lra|exact HN].
Qed.

Lemma euclidean_max_smoothing : smoothing2 d ((1 - / INR d) / 2) euclidean_max.
Proof.
  split; [|split].
  - intros x y s Hs. unfold euclidean_max at 1. set (p := sparsemax (mix s x y)).
    assert (Hp : simplex d p) by apply sparsemax_simplex. rewrite dot_mix_right.
    pose proof (Rmult_le_compat_l (1 - s) _ _ ltac:(lra) (euclidean_max_ge x p Hp)).
    pose proof (Rmult_le_compat_l s _ _ ltac:(lra) (euclidean_max_ge y p Hp)). lra.
  - exists sparsemax. split; [exact euclidean_max_gradient|exact sparsemax_lipschitz].
  - intros x. split.
    + destruct (largest_attained d x Hd) as [i [Hi ->]].
      eapply Rle_trans; [|apply (euclidean_max_ge x (vertex i)); now apply simplex_vertex].
      unfold dot. rewrite 2 (sum_vertex d i) by exact Hi. unfold vertex. rewrite Nat.eqb_refl. lra.
    + (* each square lies above its tangent at 1/d *)
      assert (Hn : 0 < INR d) by (apply lt_0_INR; lia).
      unfold euclidean_max. pose proof (sparsemax_simplex x) as Hp. set (p := sparsemax x) in *.
      pose proof (dot_le_largest d p x Hp).
      assert (S : sum d (fun i => 2 / INR d * p i + - / INR d ^ 2) <= dot d p p).
      { apply sum_le. intros i _. pose proof (pow2_ge_0 (p i - / INR d)) as Q.
        replace (2 / INR d * p i + - / INR d ^ 2) with (p i * p i - (p i - / INR d) ^ 2) by (field; lra).
        lra. }
      rewrite sum_plus, sum_scale, sum_const in S. destruct Hp as [_ Sp]. rewrite Sp in S.
      replace (2 / INR d * 1 + INR d * - / INR d ^ 2) with (/ INR d) in S by (field; lra). lra.
Qed.

End Projection.

(** Among the over-estimates of the maximum that are 1-smooth in the Euclidean norm the least gap is
    (1 - 1/d)/2, for every d. *)
Theorem euclidean_optimum d : (1 <= d)%nat -> optimum2 d ((1 - / INR d) / 2).
Proof.
  intros Hd. split.
  - exists (euclidean_max d Hd). apply euclidean_max_smoothing.
  - intros eps f. now apply euclidean_lower_bound.
Qed.

(** The smoothing that attains it: the maximum over the simplex of <q, x> - (|q|^2 - 1)/2, attained at the
    projection of x to the simplex, which is its gradient. *)
Theorem euclidean_optimum_attained d (Hd : (1 <= d)%nat) :
  smoothing2 d ((1 - / INR d) / 2) (euclidean_max d Hd) /\
  has_gradient d (euclidean_max d Hd) (sparsemax d Hd) /\
  forall x q, simplex d q -> dot d q x - (dot d q q - 1) / 2 <= euclidean_max d Hd x.
Proof.
  split; [apply euclidean_max_smoothing|]. split; [apply euclidean_max_gradient|].
  intros x q. apply euclidean_max_ge.
Qed.
