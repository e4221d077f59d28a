(** The spectral norm, the least Lipschitz constant of x -> Ax + b, is the largest singular value. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Conjugate Euclid Matrices SpectralTheorem SingularValues.
Open Scope R_scope.

(** K bounds the gain of A in the Euclidean norm: |Ax| <= K|x|. *)
Definition gain_at_most (m n : nat) (A : mat) (K : R) : Prop :=
  forall x, norm2 m (image n A x) <= K * norm2 n x.

(** s is the least of these, the spectral norm of A. *)
Definition spectral_norm (m n : nat) (A : mat) (s : R) : Prop :=
  0 <= s /\ forall K, 0 <= K -> (gain_at_most m n A K <-> s <= K).

(** f : R^n -> R^m is K-Lipschitz in the Euclidean norms. *)
Definition lipschitz2 (m n : nat) (K : R) (f : vec -> vec) : Prop :=
  forall x y, norm2 m (sub (f x) (f y)) <= K * norm2 n (sub x y).

(** The square root of the sum of the squares of all entries. *)
Definition frobenius_norm (m n : nat) (A : mat) : R := sqrt (sum m (fun i => sum n (fun j => A i j ^ 2))).

(** Lengths compare as their squares do. *)
Lemma norm2_le a b x y K : 0 <= K -> (norm2 a x <= K * norm2 b y <-> dot a x x <= K ^ 2 * dot b y y).
Proof.
  intros HK. rewrite <- 2 norm2_square, <- Rpow_mult_distr. pose proof (norm2_nonneg a x) as Px.
  pose proof (Rmult_le_pos _ _ HK (norm2_nonneg b y)) as Py. split; intros L; [apply pow_incr; lra|].
  apply Rnot_lt_le. intros G. assert ((K * norm2 b y) ^ 2 < norm2 a x ^ 2) by (simpl; nra). lra.
Qed.

(** A constant bounds the gain exactly if its square is at least the largest eigenvalue of A'A. *)
Lemma gain_iff m n A v l K : (1 <= n)%nat -> singular m n A v l -> 0 <= K ->
  (gain_at_most m n A K <-> l 0%nat <= K ^ 2).
Proof.
  intros Hn H HK. split.
  - intros G. specialize (G (v 0%nat)). apply norm2_le in G; [|exact HK].
    rewrite (image_dot m n A v l H), (singular_orthonormal _ _ _ _ _ H), Nat.eqb_refl in G by lia. lra.
  - intros L x. apply norm2_le; [exact HK|]. eapply Rle_trans; [apply (image_le m n A v l H x Hn)|].
    apply Rmult_le_compat_r; [apply dot_self_nonneg|exact L].
Qed.

(** So the spectral norm is the root of the largest eigenvalue. *)
Lemma spectral_norm_sqrt m n A v l : (1 <= n)%nat -> singular m n A v l -> spectral_norm m n A (sqrt (l 0%nat)).
Proof.
  intros Hn H. split; [apply sqrt_pos|]. intros K HK. rewrite (gain_iff m n A v l K Hn H HK).
  pose proof (singular_nonneg _ _ _ _ _ H 0%nat ltac:(lia)) as L. split; intros E.
  - rewrite <- (sqrt_pow2 K HK). now apply sqrt_le_1_alt.
  - rewrite <- (pow2_sqrt (l 0%nat) L). apply pow_incr. split; [apply sqrt_pos|exact E].
Qed.

(** A matrix has only one spectral norm. *)
Lemma spectral_norm_unique m n A s t : spectral_norm m n A s -> spectral_norm m n A t -> s = t.
Proof.
  intros [Ps Hs] [Pt Ht]. apply Rle_antisym; [apply Hs, Ht; lra|apply Ht, Hs; lra].
Qed.

(** The spectral norm itself bounds the gain. *)
Lemma spectral_norm_gain m n A s : spectral_norm m n A s -> gain_at_most m n A s.
Proof. intros [P H]. apply H; lra. Qed.

(** A bound of the gain of A is one of the gain of A': |A'y|^2 = <y, AA'y>. *)
Lemma gain_transpose m n A K : 0 <= K -> gain_at_most m n A K -> gain_at_most n m (transpose A) K.
Proof.
  intros HK G y. set (x := image m (transpose A) y). pose proof (norm2_nonneg n x) as P.
  destruct (Req_dec (norm2 n x) 0) as [E|E].
  - rewrite E. apply Rmult_le_pos; [exact HK|apply norm2_nonneg].
  - apply (Rmult_le_reg_l (norm2 n x)); [lra|].
    replace (norm2 n x * norm2 n x) with (dot n x x) by (rewrite <- norm2_square; ring).
    unfold x at 1. rewrite <- dot_image. eapply Rle_trans; [apply dot_le_norm2|].
    pose proof (Rmult_le_compat_l _ _ _ (norm2_nonneg m y) (G x)). lra.
Qed.

(** A matrix and its transpose have the same spectral norm. *)
Lemma spectral_norm_transpose m n A s : spectral_norm m n A s -> spectral_norm n m (transpose A) s.
Proof.
  intros [P E]. split; [exact P|]. intros K HK. rewrite <- E by exact HK.
  split; intros G; [exact (gain_transpose n m (transpose A) K HK G)|now apply gain_transpose].
Qed.

(** |(cA)x| = |c| |Ax|. *)
Lemma norm2_image_scale m n A c x : norm2 m (image n (fun i j => c * A i j) x) = Rabs c * norm2 m (image n A x).
Proof.
  rewrite <- (norm2_scale m (Rabs c)) by apply Rabs_pos. unfold norm2. f_equal.
  rewrite dot_scale_l, dot_scale_r, <- Rmult_assoc, <- Rabs_mult, Rabs_pos_eq by apply Rle_0_sqr.
  assert (E : forall i, image n (fun i j => c * A i j) x i = scale c (image n A x) i).
  { intros i. unfold image, scale. rewrite <- sum_scale. apply sum_ext. intros. ring. }
  rewrite (dot_ext m _ (scale c (image n A x)) _ (scale c (image n A x))) by (intros; apply E).
  rewrite dot_scale_l, dot_scale_r. ring.
Qed.

(** The spectral norm of a multiple. *)
Lemma spectral_norm_scale m n A s c : spectral_norm m n A s -> spectral_norm m n (fun i j => c * A i j) (Rabs c * s).
Proof.
  intros [P E]. split; [apply Rmult_le_pos; [apply Rabs_pos|exact P]|]. intros K HK.
  destruct (Req_dec c 0) as [->|Nc].
  - rewrite Rabs_R0, Rmult_0_l. split; [intros _; exact HK|]. intros _ x.
    rewrite norm2_image_scale, Rabs_R0, Rmult_0_l. apply Rmult_le_pos; [exact HK|apply norm2_nonneg].
  - pose proof (Rabs_pos_lt c Nc) as Pc. assert (Q : 0 <= K / Rabs c) by (apply Rle_mult_inv_pos; lra).
    transitivity (gain_at_most m n A (K / Rabs c)); [|rewrite E by exact Q; split; intros L].
    + split; intros G x; specialize (G x); rewrite norm2_image_scale in *.
      * apply (Rmult_le_reg_l (Rabs c)); [exact Pc|].
        replace (Rabs c * (K / Rabs c * norm2 n x)) with (K * norm2 n x) by (field; lra). exact G.
      * apply (Rmult_le_compat_l (Rabs c)) in G; [|lra].
        replace (Rabs c * (K / Rabs c * norm2 n x)) with (K * norm2 n x) in G by (field; lra). exact G.
    + apply (Rmult_le_compat_l (Rabs c)) in L; [|lra].
      replace (Rabs c * (K / Rabs c)) with K in L by (field; lra). exact L.
    + apply (Rmult_le_reg_l (Rabs c)); [exact Pc|]. replace (Rabs c * (K / Rabs c)) with K by (field; lra). exact L.
Qed.

(** The Lipschitz constants of x -> Ax + b are the bounds of the gain. *)
Lemma lipschitz_affine m n A b K : lipschitz2 m n K (fun x => add (image n A x) b) <-> gain_at_most m n A K.
Proof.
  assert (S : forall x y, norm2 m (sub (add (image n A x) b) (add (image n A y) b)) = norm2 m (image n A (sub x y))).
  { intros x y. apply norm2_ext. intros i _. rewrite image_sub. unfold sub, add. ring. }
  split.
  - intros L x. specialize (L x zero). cbv beta in L. rewrite S in L.
    assert (E : forall i, sub x zero i = x i) by (intros i; unfold sub, zero; ring).
    rewrite (norm2_ext m _ (image n A x)), (norm2_ext n _ x) in L; [exact L| |];
      intros i _; [apply E|apply image_ext; intros j _; apply E].
  - intros G x y. cbv beta. rewrite S. apply G.
Qed.

(** The same without b. *)
Lemma lipschitz_linear m n A K : lipschitz2 m n K (image n A) <-> gain_at_most m n A K.
Proof.
  rewrite <- (lipschitz_affine m n A zero K).
  assert (S : forall x y, norm2 m (sub (add (image n A x) zero) (add (image n A y) zero)) =
    norm2 m (sub (image n A x) (image n A y))).
  { intros x y. apply norm2_ext. intros i _. unfold sub, add, zero. ring. }
  split; intros L x y; specialize (L x y); cbv beta in *; [rewrite S|rewrite S in L]; exact L.
Qed.

(** The norm of a vector with one entry is its absolute value. *)
Lemma norm2_one y : norm2 1 y = Rabs (y 0%nat).
Proof. unfold norm2, dot. simpl sum. rewrite Rplus_0_l. apply sqrt_Rsqr_abs. Qed.

(** The spectral norm of a single row is its length, which is the gain in its own direction. *)
Lemma spectral_norm_row n w : spectral_norm 1 n (fun _ => w) (norm2 n w).
Proof.
  assert (E : forall x, norm2 1 (image n (fun _ => w) x) = Rabs (dot n w x)) by (intros x; apply norm2_one).
  pose proof (norm2_nonneg n w) as P. split; [exact P|]. intros K HK. split.
  - intros G. destruct (Req_dec (norm2 n w) 0) as [Z|N]; [lra|]. specialize (G w). rewrite E in G.
    rewrite <- norm2_square, Rabs_pos_eq in G by apply pow2_ge_0. simpl in G. rewrite Rmult_1_r in G.
    apply (Rmult_le_reg_r (norm2 n w)); lra.
  - intros L x. rewrite E. pose proof (norm2_nonneg n x) as Px. apply Rle_trans with (norm2 n w * norm2 n x).
    + apply Rabs_le. split; [|apply dot_le_norm2]. pose proof (dot_le_norm2 n w (scale (- (1)) x)) as Q.
      rewrite dot_scale_r in Q. replace (norm2 n (scale (- (1)) x)) with (norm2 n x) in Q; [lra|].
      unfold norm2. f_equal. rewrite dot_scale_l, dot_scale_r. ring.
    + apply Rmult_le_compat_r; assumption.
Qed.

(** One nonnegative number is as large as the sum of all exactly if all others are 0. *)
Lemma largest_is_sum n l : (1 <= n)%nat -> (forall i, (i < n)%nat -> 0 <= l i) ->
  (forall i j, (i <= j)%nat -> (j < n)%nat -> l j <= l i) ->
  (l 0%nat = sum n l <-> exists k, (k < n)%nat /\ forall i, (i < n)%nat -> i <> k -> l i = 0).
Proof.
  intros Hn P D. split.
  - intros E. exists 0%nat. split; [lia|]. intros i Hi Ni. rewrite (sum_split n l 0) in E by lia.
    set (other := fun j => if Nat.eqb j 0 then 0 else l j) in *.
    assert (T : other i <= sum n other).
    { apply sum_term_le; [|exact Hi]. intros j Hj. unfold other. destruct (Nat.eqb j 0); [lra|now apply P]. }
    unfold other at 1 in T. destruct (Nat.eqb_spec i 0); [lia|]. specialize (P i Hi). lra.
  - intros (k & Hk & Z). rewrite (sum_split n l k Hk), (sum_ext n _ (fun _ => 0)), sum_zero, Rplus_0_r.
    + destruct (Nat.eq_dec k 0) as [->|N]; [reflexivity|]. pose proof (D 0%nat k ltac:(lia) Hk) as L.
      rewrite (Z 0%nat) in * by lia. specialize (P k Hk). lra.
    + intros i Hi. destruct (Nat.eqb_spec i k); [reflexivity|now apply Z].
Qed.

(** For every real m x n matrix there is an orthonormal basis v with A'A v_i = l_i v_i, l_1 >= ... >= l_n >= 0. In it
    |Ax|^2 = sum l_i x_i^2 for x = sum x_i v_i. A constant K >= 0 satisfies |Ax| <= K|x| for all x if and only
    if K^2 >= l_1, and the same K are the Lipschitz constants of x -> Ax + b: the least is sigma(A) = sqrt l_1, the
    spectral norm. sigma(A') = sigma(A), sigma(cA) = |c| sigma(A), and sigma(A) <= |A|_F = sqrt(sum l_i), with equality
    if and only if at most one l_i is not 0. *)
Theorem spectral_norm_theorem m n A : (1 <= m)%nat -> (1 <= n)%nat ->
  (exists v l, singular m n A v l) /\
  forall v l, singular m n A v l ->
    (forall c, dot m (image n A (combination n c v)) (image n A (combination n c v)) =
      sum n (fun i => l i * c i ^ 2)) /\
    (forall x, exists c, forall i, (i < n)%nat -> x i = combination n c v i) /\
    (forall K, 0 <= K -> (gain_at_most m n A K <-> l 0%nat <= K ^ 2) /\
      forall b, (lipschitz2 m n K (fun x => add (image n A x) b) <-> gain_at_most m n A K)) /\
    let sigma := sqrt (l 0%nat) in
    spectral_norm m n A sigma /\ spectral_norm n m (transpose A) sigma /\
    (forall c, spectral_norm m n (fun i j => c * A i j) (Rabs c * sigma)) /\
    frobenius_norm m n A = sqrt (sum n l) /\ sigma <= frobenius_norm m n A /\
    (sigma = frobenius_norm m n A <-> exists k, (k < n)%nat /\ forall i, (i < n)%nat -> i <> k -> l i = 0).
Proof.
  intros Hm Hn. split; [apply singular_exists|]. intros v l H. cbv zeta.
  pose proof (spectral_norm_sqrt m n A v l Hn H) as S. pose proof (singular_nonneg _ _ _ _ _ H) as P.
  unfold frobenius_norm. rewrite <- (frobenius m n A v l H).
  split; [intros c; now apply combination_image|].
  split; [intros x; eexists; intros i Hi; now apply (coordinates m n A v l H)|].
  split; [intros K HK; split; [now apply gain_iff with v|intros b; apply lipschitz_affine]|].
  split; [exact S|]. split; [now apply spectral_norm_transpose|].
  split; [intros c; now apply spectral_norm_scale|]. split; [reflexivity|]. split.
  - apply sqrt_le_1_alt. apply (sum_term_le n l 0); [exact P|lia].
  - rewrite <- (largest_is_sum n l Hn P (singular_order _ _ _ _ _ H)). split.
    + apply sqrt_inj; [apply P; lia|now apply sum_nonneg].
    + now intros ->.
Qed.
