(** The chain bound: eps*_d >= L_d with L_1 = 0 and L_d the largest L_k + 2(1 - k/d)^2 over 1 <= k < d, by
    jumps from the uniform point on n coordinates to the uniform points on k of them. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Jensen Conjugate Duality.
Open Scope R_scope.

(** What the jump from n coordinates to k of them gains. *)
Definition jump (n k : nat) : R := 2 * (1 - INR k / INR n) ^ 2.

(** ** Faces of the simplex *)

(** The point with the first n entries of x and zeros after them. *)
Definition extend (n : nat) (x : vec) : vec := fun i => if Nat.ltb i n then x i else 0.

(** Uniform on the first n coordinates. *)
Definition uniform (n : nat) : vec := extend n (centre n).

Lemma sum_extend n d x : (n <= d)%nat -> sum d (extend n x) = sum n x.
Proof.
  intros H. replace d with (n + (d - n))%nat by lia. generalize (d - n)%nat as j. clear H.
  induction j as [|j IH].
  - rewrite Nat.add_0_r. apply sum_ext. intros i Hi. unfold extend.
    destruct (Nat.ltb_spec i n); [reflexivity|lia].
  - rewrite Nat.add_succ_r. cbn [sum]. rewrite IH. unfold extend.
    destruct (Nat.ltb_spec (n + j) n); [lia|ring].
Qed.

Lemma simplex_extend n d x : (n <= d)%nat -> simplex n x -> simplex d (extend n x).
Proof.
  intros H [P S]. split; [|now rewrite sum_extend].
  intros i _. unfold extend. destruct (Nat.ltb_spec i n); [now apply P|lra].
Qed.

(** h on the face of the first n coordinates is symmetric if h is, *)
Lemma symmetric_face n d h : (n <= d)%nat -> symmetric d h -> symmetric n (fun x => h (extend n x)).
Proof.
  intros H Hs x y p [B I] E. apply (Hs _ _ (fun i => if Nat.ltb i n then p i else i)).
  - split.
    + intros i Hi. destruct (Nat.ltb_spec i n); [pose proof (B i ltac:(assumption))|]; lia.
    + intros i j Hi Hj. destruct (Nat.ltb_spec i n), (Nat.ltb_spec j n); auto.
      * pose proof (B i ltac:(assumption)). lia.
      * pose proof (B j ltac:(assumption)). lia.
  - intros i _. unfold extend. destruct (Nat.ltb_spec i n) as [L|L].
    + pose proof (B i L). destruct (Nat.ltb_spec (p i) n); [now apply E|lia].
    + destruct (Nat.ltb_spec i n); [lia|reflexivity].
Qed.

(** and as strongly convex as h. *)
Lemma strongly_convex_face n d h : (n <= d)%nat -> on_first d h -> strongly_convex d h ->
  strongly_convex n (fun x => h (extend n x)).
Proof.
  intros H Hf Hc a b s Ha Hb Hs.
  pose proof (Hc (extend n a) (extend n b) s (simplex_extend n d a H Ha) (simplex_extend n d b H Hb) Hs) as C.
  replace (norm1 n (sub a b)) with (norm1 d (sub (extend n a) (extend n b))).
  - rewrite (Hf _ (mix s (extend n a) (extend n b))); [exact C|].
    intros i _. unfold mix, extend. destruct (Nat.ltb i n); ring.
  - unfold norm1. rewrite <- (sum_extend n d _ H). apply sum_ext. intros i _. unfold sub, extend.
    destruct (Nat.ltb i n); [reflexivity|]. rewrite Rminus_0_r. apply Rabs_R0.
Qed.

(** ** One jump *)

(** From the centre to the n cyclic shifts of x, each with probability 1/n. *)
Lemma from_centre n h x : (1 <= n)%nat -> symmetric n h -> strongly_convex n h -> simplex n x ->
  h (centre n) <= h x - / 2 * norm1 n (sub x (centre n)) ^ 2.
Proof.
  intros Hn Hs Hc Hx. assert (0 < INR n) by (apply lt_0_INR; lia). eapply Rle_trans.
  - apply (jensen n h n (fun _ => / INR n) (fun j i => x (shift n j i))).
    + now apply symmetric_on_first.
    + exact Hc.
    + intros _ _. left. now apply Rinv_0_lt_compat.
    + rewrite sum_const. field. lra.
    + intros j Hj. apply simplex_permute; [now apply shift_permutes|exact Hx].
    + intros i Hi. now apply mean_of_shifts.
  - rewrite (sum_ext n (fun j => / INR n * h _) (fun _ => / INR n * h x)).
    + rewrite (sum_ext n (fun j => / INR n * norm1 n _ ^ 2)
        (fun _ => / INR n * norm1 n (sub x (centre n)) ^ 2)).
      * rewrite !sum_const. right. field. lra.
      * intros j Hj. f_equal. f_equal.
        now apply (sum_permute n (shift n j) (fun i => Rabs (x i - / INR n))), shift_permutes.
    + intros j Hj. f_equal. now apply (Hs x _ (shift n j)); [apply shift_permutes|].
Qed.

Lemma simplex_uniform k n : (1 <= k)%nat -> (k <= n)%nat -> simplex n (uniform k).
Proof. intros Hk Hn. apply simplex_extend; [exact Hn|]. now apply simplex_centre. Qed.

Lemma distance_uniform k n : (1 <= k)%nat -> (k <= n)%nat ->
  norm1 n (sub (uniform k) (centre n)) = 2 * (1 - INR k / INR n).
Proof.
  intros Hk Hn. assert (K : 0 < INR k) by (apply lt_0_INR; lia). pose proof (le_INR _ _ Hn) as N.
  assert (I : / INR n <= / INR k) by (apply Rinv_le_contravar; lra).
  assert (0 < / INR n) by (apply Rinv_0_lt_compat; lra).
  unfold norm1. rewrite (sum_ext n _ (fun i => extend k (fun _ => / INR k - 2 * / INR n) i + / INR n)).
  - rewrite sum_plus, sum_extend, 2 sum_const by exact Hn. field. lra.
  - intros i _. unfold sub, uniform, extend, centre. destruct (Nat.ltb i k).
    + rewrite Rabs_pos_eq; lra.
    + rewrite Rminus_0_l, Rabs_Ropp, Rabs_pos_eq; lra.
Qed.

(** For a symmetric, strongly convex h and u_n uniform on n of the d coordinates:
    h(u_k) - h(u_n) >= 2(1 - k/n)^2 for 1 <= k <= n <= d. *)
Theorem chain_step d h k n : symmetric d h -> strongly_convex d h ->
  (1 <= k)%nat -> (k <= n)%nat -> (n <= d)%nat ->
  jump n k <= h (uniform k) - h (uniform n).
Proof.
  intros Hs Hc Hk Hn Hd. pose proof (symmetric_on_first d h Hs) as Hf.
  pose proof (from_centre n (fun x => h (extend n x)) (uniform k) ltac:(lia) (symmetric_face n d h Hd Hs)
    (strongly_convex_face n d h Hd Hf Hc) (simplex_uniform k n Hk Hn)) as F.
  rewrite distance_uniform in F by assumption. fold (uniform n) in F.
  rewrite (Hf (extend n (uniform k)) (uniform k)) in F; [unfold jump; lra|].
  intros i _. unfold uniform, extend. destruct (Nat.ltb_spec i n), (Nat.ltb_spec i k); (reflexivity || lia).
Qed.

Lemma uniform_1 d h : on_first d h -> h (uniform 1) = h (vertex 0).
Proof.
  intros Hf. apply Hf. intros i _. unfold uniform, extend, centre, vertex.
  destruct (Nat.ltb_spec i 1), (Nat.eqb_spec i 0); try lia; [simpl; field|reflexivity].
Qed.

Lemma uniform_d d h : on_first d h -> h (uniform d) = h (centre d).
Proof.
  intros Hf. apply Hf. intros i Hi. unfold uniform, extend. destruct (Nat.ltb_spec i d); [reflexivity|lia].
Qed.

(** ** The best chain *)

(** L_1 = 0, and L_n is the largest L_k + 2(1 - k/n)^2 over 1 <= k < n. *)
Definition chain_sequence (L : nat -> R) : Prop :=
  L 1%nat = 0 /\
  (forall n k, (1 <= k < n)%nat -> L k + jump n k <= L n) /\
  (forall n, (2 <= n)%nat -> exists k, (1 <= k < n)%nat /\ L n = L k + jump n k).

(** The best chain from n of at most this many jumps. *)
Fixpoint best (jumps n : nat) : R :=
  match jumps with
  | O => 0
  | S r => largest (n - 1) (fun i => best r (S i) + jump n (S i))
  end.

(** L_n *)
Definition chain (n : nat) : R := best n n.

(** More than n - 1 jumps are of no use. *)
Lemma best_enough r s n : (n <= S r)%nat -> (n <= S s)%nat -> best r n = best s n.
Proof.
  revert s n. induction r as [|r IH]; intros [|s] n Hr Hs; cbn [best]; try reflexivity;
    try (replace (n - 1)%nat with O by lia; reflexivity).
  apply largest_ext. intros i Hi. rewrite (IH s (S i)) by lia. reflexivity.
Qed.

Lemma chain_unfold n : chain n = largest (n - 1) (fun i => chain (S i) + jump n (S i)).
Proof.
  destruct n as [|n]; [reflexivity|]. unfold chain at 1. cbn [best]. apply largest_ext. intros i Hi.
  rewrite (best_enough n (S i)) by lia. reflexivity.
Qed.

(** The recursion has a solution, *)
Theorem chain_recursion : chain_sequence chain.
Proof.
  split; [reflexivity|]. split.
  - intros n k H. rewrite (chain_unfold n). destruct k as [|k]; [lia|].
    apply (largest_entry (n - 1) (fun i => chain (S i) + jump n (S i)) k). lia.
  - intros n H. rewrite (chain_unfold n).
    destruct (largest_attained (n - 1) (fun i => chain (S i) + jump n (S i)) ltac:(lia)) as [k [Hk E]].
    exists (S k). split; [lia|exact E].
Qed.

(** and it is the only one. *)
Lemma chain_unique L n : chain_sequence L -> (1 <= n)%nat -> L n = chain n.
Proof.
  intros [L1 [Lge Lat]]. destruct chain_recursion as [C1 [Cge Cat]].
  induction n as [n IH] using lt_wf_ind. intros Hn.
  destruct (Nat.eq_dec n 1) as [->|N]; [now rewrite L1, C1|].
  destruct (Lat n ltac:(lia)) as [k [Hk Ek]]. destruct (Cat n ltac:(lia)) as [j [Hj Ej]].
  pose proof (IH k ltac:(lia) ltac:(lia)) as Ik. pose proof (IH j ltac:(lia) ltac:(lia)) as Ij.
  pose proof (Lge n j Hj). pose proof (Cge n k Hk). lra.
Qed.

(** The values along a chain add up. *)
Lemma chain_along d h : symmetric d h -> strongly_convex d h -> forall n, (1 <= n)%nat -> (n <= d)%nat ->
  chain n <= h (vertex 0) - h (uniform n).
Proof.
  intros Hs Hc. pose proof (symmetric_on_first d h Hs) as Hf. destruct chain_recursion as [C1 [_ Cat]].
  induction n as [n IH] using lt_wf_ind. intros Hn Hd.
  destruct (Nat.eq_dec n 1) as [->|N]; [rewrite C1, (uniform_1 d h Hf); lra|].
  destruct (Cat n ltac:(lia)) as [k [Hk ->]]. pose proof (IH k ltac:(lia) ltac:(lia) ltac:(lia)).
  pose proof (chain_step d h k n Hs Hc ltac:(lia) ltac:(lia) Hd). lra.
Qed.

(** For every d >= 1 and every symmetric h that is 1-strongly convex on the simplex:
    h(e_1) - h(centre) >= L_d. *)
Theorem chain_bound d h : (1 <= d)%nat -> symmetric d h -> strongly_convex d h ->
  chain d <= h (vertex 0) - h (centre d).
Proof.
  intros Hd Hs Hc. rewrite <- (uniform_d d h (symmetric_on_first d h Hs)). now apply (chain_along d h).
Qed.

(** Every eps-smoothing of the maximum of d numbers has eps >= L_d. *)
Theorem chain_smoothing d e f : (1 <= d)%nat -> smoothing d e f -> chain d <= e.
Proof.
  intros Hd Hf. destruct (proj1 (duality_symmetric d e Hd) (ex_intro _ f Hf)) as (h & Hs & Hc & Hr).
  pose proof (chain_bound d h Hd Hs Hc). lra.
Qed.

(** ** The first values *)

(** L_n is v if all jumps from n give at most v and one of them gives v. *)
Lemma chain_value n k v : (1 <= k < n)%nat -> (forall j, (1 <= j < n)%nat -> chain j + jump n j <= v) ->
  chain k + jump n k = v -> chain n = v.
Proof.
  intros Hk U E. destruct chain_recursion as [_ [Cge Cat]]. apply Rle_antisym.
  - destruct (Cat n ltac:(lia)) as [j [Hj ->]]. now apply U.
  - rewrite <- E. now apply Cge.
Qed.

Ltac known := repeat match goal with V : chain ?k = _ |- context [chain ?k] => rewrite V end.

Ltac all_jumps n k :=
  apply (chain_value n k); [lia| |unfold jump; known; simpl; lra];
  intros j Hj; unfold jump; do 10 (destruct j as [|j]; [try lia; known; simpl; lra|]); lia.

(** L_2, ..., L_10: the bounds 1/2, 8/9, 9/8, 32/25, 25/18, 680/441, 481/288, 16/9, 841/450. *)
Theorem chain_values :
  chain 2 = 1 / 2 /\ chain 3 = 8 / 9 /\ chain 4 = 9 / 8 /\ chain 5 = 32 / 25 /\ chain 6 = 25 / 18 /\
  chain 7 = 680 / 441 /\ chain 8 = 481 / 288 /\ chain 9 = 16 / 9 /\ chain 10 = 841 / 450.
Proof.
  assert (V1 : chain 1 = 0) by reflexivity.
  assert (V2 : chain 2 = 1 / 2) by all_jumps 2%nat 1%nat.
  assert (V3 : chain 3 = 8 / 9) by all_jumps 3%nat 1%nat.
  assert (V4 : chain 4 = 9 / 8) by all_jumps 4%nat 1%nat.
  assert (V5 : chain 5 = 32 / 25) by all_jumps 5%nat 1%nat.
  assert (V6 : chain 6 = 25 / 18) by all_jumps 6%nat 1%nat.
  assert (V7 : chain 7 = 680 / 441) by all_jumps 7%nat 3%nat.
  assert (V8 : chain 8 = 481 / 288) by all_jumps 8%nat 3%nat.
  assert (V9 : chain 9 = 16 / 9) by all_jumps 9%nat 3%nat.
  assert (V10 : chain 10 = 841 / 450) by all_jumps 10%nat 3%nat.
  repeat split; assumption.
Qed.
