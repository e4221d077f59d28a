(** Dropout: what a random mask does in the mean and to the spectral norm, and through which activations a scale
    passes. *)

From Coq Require Import Reals Lra Lia Arith Rtrigo_def.
From TightMax Require Import Vectors Conjugate Euclid Matrices SpectralTheorem SingularValues SpectralNorm.
From TightMax Require Import Gradients SmoothAbsoluteValue LipschitzSlopes.
Open Scope R_scope.

(** The entries of a mask are 0 and 1. *)
Definition is_mask (n : nat) (z : vec) : Prop := forall j, (j < n)%nat -> z j = 0 \/ z j = 1.

(** A random mask: N outcomes with the probabilities w; each entry is 1 with probability q. The entries need not be
    independent. *)
Definition random_mask (N n : nat) (w : vec) (mask : nat -> vec) (q : R) : Prop :=
  simplex N w /\ (forall o, (o < N)%nat -> is_mask n (mask o)) /\
  forall j, (j < n)%nat -> sum N (fun o => if Req_EM_T (mask o j) 1 then w o else 0) = q.

(** W diag(z). *)
Definition masked (W : mat) (z : vec) : mat := fun i j => W i j * z j.

(** The mean of an entry of the masked activations. *)
Lemma mean_of_masked N n w mask q a j : random_mask N n w mask q -> (j < n)%nat ->
  sum N (fun o => w o * (mask o j * a j)) = q * a j.
Proof.
  intros (_ & M & P) Hj. rewrite <- (P j Hj), Rmult_comm, <- sum_scale. apply sum_ext. intros o Ho.
  destruct (M o Ho j Hj) as [->| ->]; [destruct (Req_EM_T 0 1)|destruct (Req_EM_T 1 1)]; try lra; try ring.
Qed.

(** A mask shortens vectors, so it lowers the gain. *)
Lemma masked_gain m n W z K : is_mask n z -> 0 <= K -> gain_at_most m n W K -> gain_at_most m n (masked W z) K.
Proof.
  intros M HK G x. set (y := fun j => z j * x j).
  rewrite (norm2_ext m _ (image n W y)) by (intros i _; apply sum_ext; intros; unfold masked, y; ring).
  eapply Rle_trans; [apply G|]. apply Rmult_le_compat_l; [exact HK|]. apply sqrt_le_1_alt. apply sum_le.
  intros j Hj. unfold y. pose proof (Rle_0_sqr (x j)) as S. unfold Rsqr in S. destruct (M j Hj) as [->| ->]; lra.
Qed.

(** The spectral norm of (1, 1) diag(z). *)
Lemma masked_row z0 z1 : (z0 = 0 \/ z0 = 1) -> (z1 = 0 \/ z1 = 1) ->
  exists s, spectral_norm 1 2 (masked (fun _ _ => 1) (two z0 z1)) s /\ s ^ 2 = z0 + z1.
Proof.
  intros H0 H1. exists (norm2 2 (fun j => 1 * two z0 z1 j)). split; [apply spectral_norm_row|].
  rewrite norm2_square. unfold dot, two. simpl. destruct H0 as [->| ->], H1 as [->| ->]; ring.
Qed.

(** A nonnegative scale passes through the rectifier. *)
Lemma relu_scale q x : 0 <= q -> q * relu x = relu (q * x).
Proof. intros Hq. unfold relu. rewrite <- RmaxRmult by exact Hq. f_equal. ring. Qed.

(** The sigmoid is between 0 and 1. *)
Lemma sigmoid_range x : 0 < logistic 1 x < 1.
Proof.
  unfold logistic. pose proof (exp_pos (- (1) * x)) as P. split; [apply Rinv_0_lt_compat; lra|].
  apply (Rmult_lt_reg_r (1 + exp (- (1) * x))); [lra|]. rewrite Rinv_l; lra.
Qed.

(** The hyperbolic tangent is between -1 and 1. *)
Lemma tanh_range x : -1 < tanh x < 1.
Proof.
  unfold tanh, sinh, cosh. pose proof (exp_pos x) as P. pose proof (exp_pos (- x)) as Q.
  set (a := exp x) in *. set (b := exp (- x)) in *.
  replace ((a - b) / 2 / ((a + b) / 2)) with ((a - b) / (a + b)) by (field; lra).
  split; apply (Rmult_lt_reg_r (a + b)); try lra; unfold Rdiv; rewrite Rmult_assoc, Rinv_l; lra.
Qed.

(** Let the entries of a mask m be 1 with probability q and else 0. The mean of m_j a_j is q a_j. At test time
    W(qa) = (qW)a: scaling the activations a by q is scaling the next matrix, and sigma(qW) = q sigma(W). In training
    sigma(W diag(m)) <= sigma(W), and that is all: for W = (1, 1) the square of sigma(W diag(m)) is 2, 1, 1 or 0.
    q ReLU(x) = ReLU(qx), so for ReLU the scale passes to the matrix and bias before it; for the sigmoid 1/(1 + e^-x) it
    does not, for any q <> 1. The sigmoid and tanh have values in (0, 1) and (-1, 1), ReLU in no bounded interval. *)
Theorem dropout_scaling :
  (forall N n w mask q a j, random_mask N n w mask q -> (j < n)%nat ->
    sum N (fun o => w o * (mask o j * a j)) = q * a j) /\
  (forall m n W s q, 0 <= q -> spectral_norm m n W s ->
    (forall a i, image n W (scale q a) i = image n (fun i j => q * W i j) a i) /\
    spectral_norm m n (fun i j => q * W i j) (q * s)) /\
  (forall m n W s z, spectral_norm m n W s -> is_mask n z -> gain_at_most m n (masked W z) s /\
    forall r, spectral_norm m n (masked W z) r -> r <= s) /\
  (forall z0 z1, (z0 = 0 \/ z0 = 1) -> (z1 = 0 \/ z1 = 1) ->
    exists s, spectral_norm 1 2 (masked (fun _ _ => 1) (two z0 z1)) s /\ s ^ 2 = z0 + z1) /\
  (forall q, 0 <= q -> (forall x, q * relu x = relu (q * x)) /\
    forall n (W : mat) b x i, q * relu (image n W x i + b i) = relu (image n (fun i j => q * W i j) x i + q * b i)) /\
  (forall q, q <> 1 -> exists x, q * logistic 1 x <> logistic 1 (q * x)) /\
  (forall x, 0 < logistic 1 x < 1) /\ (forall x, -1 < tanh x < 1) /\ ~ exists b, forall x, Rabs (relu x) <= b.
Proof.
  assert (Im : forall n W q a i, image n W (scale q a) i = image n (fun i j => q * W i j) a i).
  { intros n W q a i. apply sum_ext. intros j _. unfold scale. ring. }
  assert (I0 : forall n W q a i, image n (fun i j => q * W i j) a i = q * image n W a i).
  { intros n W q a i. rewrite <- Im. apply image_scale. }
  split; [exact mean_of_masked|]. split.
  { intros m n W s q Hq S. split; [intros a i; apply Im|]. pose proof (spectral_norm_scale m n W s q S) as H.
    now rewrite Rabs_pos_eq in H. }
  split.
  { intros m n W s z S M. pose proof (masked_gain m n W z s M (proj1 S) (spectral_norm_gain m n W s S)) as G.
    split; [exact G|]. intros r [_ H]. now apply H; [apply S|]. }
  split; [exact masked_row|]. split.
  { intros q Hq. split; [intros x; now apply relu_scale|]. intros n W b x i. rewrite relu_scale, I0 by exact Hq.
    f_equal. ring. }
  split.
  { intros q N. exists 0. unfold logistic. rewrite !Rmult_0_r, exp_0. intros E. apply N. lra. }
  split; [exact sigmoid_range|]. split; [exact tanh_range|]. intros [b H].
  specialize (H (Rabs b + 1)). pose proof (Rle_abs b) as L. pose proof (Rabs_pos b) as P. unfold relu in H.
  rewrite Rmax_left, Rabs_pos_eq in H by lra. lra.
Qed.
