(** Dividing the matrices of a network by their spectral norms makes the network as Lipschitz as its activations. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Conjugate Euclid Matrices SpectralTheorem SingularValues SpectralNorm Compositions.
Open Scope R_scope.

(** c W, and W/s. *)
Definition scaled (c : R) (W : mat) : mat := fun i j => c * W i j.
Definition divided (W : mat) (s : R) : mat := scaled (/ s) W.

(** The image under c W. *)
Lemma image_scaled n c W x i : image n (scaled c W) x i = c * image n W x i.
Proof. unfold image, scaled. rewrite <- sum_scale. apply sum_ext. intros. ring. Qed.

(** A matrix with an entry that is not 0 has a positive spectral norm. *)
Lemma spectral_norm_pos m n W s i j : spectral_norm m n W s -> (i < m)%nat -> (j < n)%nat -> W i j <> 0 -> 0 < s.
Proof.
  intros S Hi Hj N. destruct (Rle_lt_or_eq_dec _ _ (proj1 S)) as [P|Z]; [exact P|exfalso]. apply N.
  pose proof (spectral_norm_gain m n W s S (vertex j)) as G. rewrite <- Z, Rmult_0_l in G.
  assert (E : image n W (vertex j) i = W i j).
  { unfold image. rewrite (sum_ext n _ (fun r => vertex j r * W i r)) by (intros; ring). now apply sum_vertex. }
  rewrite <- E. apply (dot_self_zero m (image n W (vertex j))); [|exact Hi].
  rewrite <- norm2_square. pose proof (norm2_nonneg m (image n W (vertex j))) as P.
  replace (norm2 m (image n W (vertex j))) with 0 by lra. ring.
Qed.

(** Divided by s the spectral norm is divided by s. *)
Lemma spectral_norm_divided m n W s t : 0 < t -> spectral_norm m n W s -> spectral_norm m n (divided W t) (s / t).
Proof.
  intros Ht S. pose proof (spectral_norm_scale m n W s (/ t) S) as H. pose proof (Rinv_0_lt_compat t Ht) as I.
  rewrite Rabs_pos_eq in H by lra. unfold Rdiv. rewrite Rmult_comm. exact H.
Qed.

(** The eigenvalues of (W/s)'(W/s) are those of W'W, divided by s^2. *)
Lemma singular_divided m n W s v l : 0 < s -> singular m n W v l ->
  singular m n (divided W s) v (fun i => l i / s ^ 2).
Proof.
  intros Hs [O E D P]. assert (I : 0 < / s ^ 2) by (apply Rinv_0_lt_compat; nra). split; [exact O|..].
  - intros j Hj i Hi. specialize (E j Hj i Hi). unfold image, gram in *.
    replace (l j / s ^ 2 * v j i) with (/ s ^ 2 * (l j * v j i)) by (unfold Rdiv; ring).
    rewrite <- E, <- sum_scale. apply sum_ext. intros r _.
    rewrite <- Rmult_assoc, <- sum_scale. f_equal. apply sum_ext. intros q _. unfold divided, scaled. field. lra.
  - intros i j Hij Hj. apply Rmult_le_compat_r; [lra|]. now apply D.
  - intros j Hj. apply Rmult_le_pos; [now apply P|lra].
Qed.

(** A network: in layer i the dimension is d_i, the matrix W_i is divided by s_i, and the activation follows. *)
Definition layer (d : nat -> nat) (W : nat -> mat) (s : nat -> R) (b : nat -> vec) (act : nat -> vec -> vec) (i : nat)
  (x : vec) : vec := act i (add (image (d i) (divided (W i) (s i)) x) (b i)).
Definition network d W s b act (l : nat) : vec -> vec := compose (fun _ => vec) (layer d W s b act) l.

(** The distance of R^(d_i). *)
Definition space_distance (d : nat -> nat) (i : nat) (x y : vec) : R := norm2 (d i) (sub x y).

(** A layer is as Lipschitz as its activation, and l of them a^l. *)
Lemma network_lipschitz d W s b act a l : 0 <= a ->
  (forall i, (i < l)%nat -> spectral_norm (d (S i)) (d i) (W i) (s i) /\ 0 < s i /\
    lipschitz2 (d (S i)) (d (S i)) a (act i)) ->
  lipschitz2 (d l) (d 0%nat) (a ^ l) (network d W s b act l).
Proof.
  intros Ha H. destruct composition as [C _].
  destruct (C (fun _ => vec) (space_distance d) (layer d W s b act) (fun _ => a) l) as [_ P].
  - intros i _ x y. apply norm2_nonneg.
  - intros i Hi. split; [exact Ha|]. destruct (H i Hi) as (S & Ps & L). intros x y. unfold space_distance, layer.
    pose proof (spectral_norm_divided _ _ _ _ (s i) Ps S) as D.
    replace (s i / s i) with 1 in D by (field; lra).
    pose proof (proj2 (lipschitz_affine _ _ _ (b i) 1) (spectral_norm_gain _ _ _ _ D) x y) as A. cbv beta in A.
    eapply Rle_trans; [apply L|]. apply Rmult_le_compat_l; lra.
  - exact (P a (fun _ _ => Rle_refl a)).
Qed.

(** The unit matrix of the plane has spectral norm 1. *)
Lemma spectral_norm_unit_diagonal : spectral_norm 2 2 (diagonal 1 1) 1.
Proof.
  pose proof (least_of_diagonal (image 2 (diagonal 1 1)) 1 1 ltac:(lra) ltac:(lra) (image_diagonal 1 1)) as H.
  rewrite Rmax_left in H by lra. destruct H as (_ & L & Least). split; [lra|]. intros K HK.
  rewrite <- lipschitz_linear. split; [now apply Least|]. intros H x y. eapply Rle_trans; [apply L|].
  apply Rmult_le_compat_r; [apply norm2_nonneg|exact H].
Qed.

(** With unit matrices and the activation ax the network multiplies every distance by a^l. *)
Lemma network_attains a l : 0 <= a ->
  least_constant 2 2 (a ^ l)
    (network (fun _ => 2%nat) (fun _ => diagonal 1 1) (fun _ => 1) (fun _ => zero) (fun _ => scale a) l).
Proof.
  intros Ha. set (f := network _ _ _ _ _ l).
  assert (E : forall x, f x 0%nat = a ^ l * x 0%nat /\ f x 1%nat = a ^ l * x 1%nat).
  { assert (Step : forall i y r, layer (fun _ => 2%nat) (fun _ => diagonal 1 1) (fun _ => 1) (fun _ => zero)
      (fun _ => scale a) i y r = a * image 2 (diagonal 1 1) y r).
    { intros i y r. unfold layer, divided. unfold scale, add. rewrite image_scaled. unfold zero. field. }
    intros x. unfold f, network. clear f. induction l as [|l [E0 E1]]; [simpl; split; ring|].
    cbn [compose]. rewrite 2 Step. set (y := compose _ _ l x) in *. destruct (image_diagonal 1 1 y) as [-> ->].
    rewrite E0, E1. simpl. split; ring. }
  rewrite <- (Rmax_left (a ^ l) (a ^ l)) by lra. apply least_of_diagonal; [now apply pow_le|now apply pow_le|exact E].
Qed.

(** For W <> 0 the matrix W/sigma(W) has spectral norm 1. The gains |Wx| in any two directions keep their ratio, all
    singular values are divided by the same number. If all matrices of a network are so divided and every activation is
    a-Lipschitz, the network with l of each is a^l-Lipschitz, so 1-Lipschitz for a = 1, and the constant a^l is
    attained.
    Any upper bound of sigma(W) in place of it, such as the Frobenius norm, gives a spectral norm of at most 1. *)
Theorem spectral_normalisation :
  (forall m n W s, spectral_norm m n W s -> (exists i j, (i < m)%nat /\ (j < n)%nat /\ W i j <> 0) ->
    0 < s /\ spectral_norm m n (divided W s) 1 /\
    (forall x y, norm2 m (image n (divided W s) x) * norm2 m (image n W y) =
      norm2 m (image n (divided W s) y) * norm2 m (image n W x)) /\
    (forall v l, singular m n W v l -> singular m n (divided W s) v (fun i => l i / s ^ 2) /\
      forall i, (i < n)%nat -> sqrt (l i / s ^ 2) = sqrt (l i) / s) /\
    (forall t, s <= t -> exists r, spectral_norm m n (divided W t) r /\ r <= 1) /\ s <= frobenius_norm m n W) /\
  (forall d W s b act a l, 0 <= a ->
    (forall i, (i < l)%nat -> spectral_norm (d (S i)) (d i) (W i) (s i) /\ 0 < s i /\
      lipschitz2 (d (S i)) (d (S i)) a (act i)) ->
    lipschitz2 (d l) (d 0%nat) (a ^ l) (network d W s b act l) /\
    (a = 1 -> lipschitz2 (d l) (d 0%nat) 1 (network d W s b act l))) /\
  (forall a l, 0 <= a -> exists d W s b act,
    (forall i, (i < l)%nat -> spectral_norm (d (S i)) (d i) (W i) (s i) /\ 0 < s i /\
      lipschitz2 (d (S i)) (d (S i)) a (act i)) /\
    least_constant (d l) (d 0%nat) (a ^ l) (network d W s b act l)).
Proof.
  split; [|split].
  - intros m n W s S (i & j & Hi & Hj & N). pose proof (spectral_norm_pos m n W s i j S Hi Hj N) as Ps.
    assert (I : 0 < / s) by now apply Rinv_0_lt_compat. split; [exact Ps|]. split.
    + pose proof (spectral_norm_divided m n W s s Ps S) as D. now replace (s / s) with 1 in D by (field; lra).
    + split; [|split; [|split]].
      * intros x y. unfold divided, scaled. rewrite 2 norm2_image_scale. ring.
      * intros v l H. split; [now apply singular_divided|]. intros r Hr.
        rewrite sqrt_div by (apply (singular_nonneg _ _ _ _ _ H r Hr) || nra). now rewrite sqrt_pow2 by lra.
      * intros t Ht. exists (s / t). split; [apply spectral_norm_divided; [lra|exact S]|].
        apply (Rmult_le_reg_r t); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
      * destruct (spectral_norm_theorem m n W ltac:(lia) ltac:(lia)) as [(v & l & H) T].
        destruct (T v l H) as (_ & _ & _ & S' & _ & _ & _ & F & _). now rewrite (spectral_norm_unique m n W s _ S S').
  - intros d W s b act a l Ha H. pose proof (network_lipschitz d W s b act a l Ha H) as L. split; [exact L|].
    intros E. rewrite E, pow1 in L. exact L.
  - intros a l Ha. do 5 eexists. split; [|exact (network_attains a l Ha)]. intros i Hi. cbv beta.
    split; [exact spectral_norm_unit_diagonal|]. split; [exact Rlt_0_1|]. intros x y.
    rewrite <- norm2_scale by exact Ha. right. apply norm2_ext. intros r _. unfold sub, scale. ring.
Qed.

(** An a-Lipschitz function of numbers, applied to every entry, is an a-Lipschitz map of vectors. *)
Theorem entrywise_activation n a rho : 0 <= a -> (forall x y, Rabs (rho x - rho y) <= a * Rabs (x - y)) ->
  lipschitz2 n n a (fun x i => rho (x i)).
Proof.
  intros Ha H x y. rewrite <- norm2_scale by exact Ha. unfold norm2. apply sqrt_le_1_alt. unfold dot.
  apply sum_le. intros i _. unfold sub, scale. specialize (H (x i) (y i)).
  pose proof (Rabs_pos (rho (x i) - rho (y i))) as P.
  assert (S : Rabs (rho (x i) - rho (y i)) ^ 2 <= (a * Rabs (x i - y i)) ^ 2) by (apply pow_incr; lra).
  rewrite Rpow_mult_distr, 2 pow2_abs in S. nra.
Qed.
