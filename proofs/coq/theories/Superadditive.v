(** The least gap is superadditive over products of dimensions and grows with the dimension; so its ratio to
    ln d converges, and the limit is the supremum. *)

From Coq Require Import Reals Lra Lia Arith Classical_Pred_Type.
From TightMax Require Import Vectors Smoothing Jensen Conjugate Duality Chain Entropy.
Open Scope R_scope.

(** ** Blocks: the coordinates cut into b blocks of a each *)

(** The mass q_j spread evenly over block j. *)
Definition spread (a : nat) (q : vec) : vec := fun i => / INR a * q (Nat.div i a).

Lemma sum_append m n x : sum (m + n) x = sum m x + sum n (fun i => x (m + i)%nat).
Proof.
  induction n as [|n IH]; [rewrite Nat.add_0_r; simpl; ring|].
  rewrite Nat.add_succ_r. cbn [sum]. rewrite IH. ring.
Qed.

Lemma block_of a j i : (i < a)%nat -> Nat.div (j * a + i) a = j.
Proof. intros H. rewrite Nat.div_add_l by lia. rewrite Nat.div_small by exact H. lia. Qed.

Lemma sum_blocks a b x : sum (b * a) (fun i => x (Nat.div i a)) = INR a * sum b x.
Proof.
  induction b as [|b IH]; [simpl; ring|].
  replace (S b * a)%nat with (b * a + a)%nat by lia. rewrite sum_append, IH. cbn [sum].
  rewrite (sum_ext a _ (fun _ => x b)); [rewrite sum_const; ring|].
  intros i Hi. now rewrite block_of.
Qed.

Section Blocks.

Variables a b : nat.
Hypothesis Ha : (1 <= a)%nat.

Let A : 0 < INR a.
Proof. apply lt_0_INR. lia. Qed.

Lemma block_bound i : (i < b * a)%nat -> (Nat.div i a < b)%nat.
Proof. intros H. apply Nat.div_lt_upper_bound; lia. Qed.

Lemma simplex_spread q : simplex b q -> simplex (b * a) (spread a q).
Proof.
  intros [P S]. split.
  - intros i Hi. unfold spread. apply Rmult_le_pos; [left; now apply Rinv_0_lt_compat|].
    now apply P, block_bound.
  - unfold spread. rewrite sum_scale, (sum_blocks a b q), S. field. lra.
Qed.

(** Spreading is affine and keeps the l1 distance, *)
Lemma strongly_convex_spread h : on_first (b * a) h -> strongly_convex (b * a) h ->
  strongly_convex b (fun q => h (spread a q)).
Proof.
  intros Hf Hc q r s Hq Hr Hs.
  pose proof (Hc (spread a q) (spread a r) s (simplex_spread q Hq) (simplex_spread r Hr) Hs) as C.
  replace (norm1 b (sub q r)) with (norm1 (b * a) (sub (spread a q) (spread a r))).
  - rewrite (Hf _ (mix s (spread a q) (spread a r))); [exact C|].
    intros i _. unfold mix, spread. ring.
  - unfold norm1. rewrite (sum_ext _ _ (fun i => / INR a * Rabs (sub q r (Nat.div i a)))).
    + rewrite sum_scale, (sum_blocks a b (fun j => Rabs (sub q r j))). field. lra.
    + intros i _. unfold sub, spread. rewrite <- Rmult_minus_distr_l, Rabs_mult.
      rewrite (Rabs_pos_eq (/ INR a)); [reflexivity|]. left. now apply Rinv_0_lt_compat.
Qed.

(** and permuting the blocks permutes the coordinates. *)
Lemma symmetric_spread h : symmetric (b * a) h -> symmetric b (fun q => h (spread a q)).
Proof.
  intros H x y p [B I] E. apply (H _ _ (fun i => p (Nat.div i a) * a + Nat.modulo i a)%nat).
  - split.
    + intros i Hi. pose proof (B _ (block_bound i Hi)) as P.
      pose proof (Nat.mod_upper_bound i a ltac:(lia)) as M.
      apply Nat.lt_le_trans with (p (Nat.div i a) * a + a)%nat; [lia|].
      replace (p (Nat.div i a) * a + a)%nat with (S (p (Nat.div i a)) * a)%nat by lia.
      apply Nat.mul_le_mono_r. lia.
    + intros i j Hi Hj E'.
      pose proof (Nat.mod_upper_bound i a ltac:(lia)) as Mi.
      pose proof (Nat.mod_upper_bound j a ltac:(lia)) as Mj.
      assert (D : p (Nat.div i a) = p (Nat.div j a)).
      { rewrite <- (block_of a (p (Nat.div i a)) _ Mi), E'. now apply block_of. }
      rewrite D in E'. apply Nat.add_cancel_l in E'. apply I in D; [|now apply block_bound..].
      rewrite (Nat.div_mod i a), (Nat.div_mod j a) by lia. congruence.
  - intros i Hi. unfold spread. rewrite E by now apply block_bound.
    rewrite block_of by (apply Nat.mod_upper_bound; lia). reflexivity.
Qed.

Lemma spread_vertex h : on_first (b * a) h -> h (spread a (vertex 0)) = h (uniform a).
Proof.
  intros H. apply H. intros i _. unfold spread, vertex, uniform, extend, centre.
  destruct (Nat.ltb_spec i a) as [L|L].
  - rewrite Nat.div_small by exact L. simpl. ring.
  - destruct (Nat.eqb_spec (Nat.div i a) 0) as [Z|Z]; [|ring]. apply Nat.div_small_iff in Z; lia.
Qed.

Lemma spread_centre h : (1 <= b)%nat -> on_first (b * a) h -> h (spread a (centre b)) = h (centre (b * a)).
Proof.
  intros Hb H. assert (0 < INR b) by (apply lt_0_INR; lia). apply H. intros i _.
  unfold spread, centre. rewrite mult_INR. field. lra.
Qed.

End Blocks.

(** ** Two inequalities *)

(** What a face of n coordinates contributes. *)
Lemma rise_of_face n d h e : (1 <= n)%nat -> (n <= d)%nat -> optimum n e ->
  symmetric d h -> strongly_convex d h -> e <= h (vertex 0) - h (uniform n).
Proof.
  intros Hn Hd He Hs Hc. pose proof (symmetric_on_first d h Hs) as Hf.
  apply (optimum_is_least_rise n e Hn) in He. destruct He as [_ L].
  pose proof (L _ (symmetric_face n d h Hd Hs) (strongly_convex_face n d h Hd Hf Hc)) as F.
  fold (uniform n) in F. replace (h (vertex 0)) with (h (extend n (vertex 0))); [exact F|].
  apply Hf. intros i _. unfold extend, vertex. destruct (Nat.ltb_spec i n); [reflexivity|].
  destruct (Nat.eqb_spec i 0); [lia|reflexivity].
Qed.

Lemma optimum_of_product a b ea eb eab : (1 <= a)%nat -> (1 <= b)%nat ->
  optimum a ea -> optimum b eb -> optimum (a * b) eab -> ea + eb <= eab.
Proof.
  intros Ha Hb Oa Ob Oab. rewrite Nat.mul_comm in Oab.
  assert (P : (1 <= b * a)%nat) by (destruct a, b; lia).
  assert (Q : (a <= b * a)%nat) by (destruct b; lia).
  apply (optimum_is_least_rise _ _ P) in Oab. destruct Oab as [[h (Hs & Hc & E)] _].
  pose proof (symmetric_on_first _ h Hs) as Hf.
  pose proof (rise_of_face a (b * a) h ea Ha Q Oa Hs Hc) as F.
  apply (optimum_is_least_rise b eb Hb) in Ob. destruct Ob as [_ L].
  pose proof (L _ (symmetric_spread a b Ha h Hs) (strongly_convex_spread a b Ha h Hf Hc)) as G. simpl in G.
  rewrite (spread_vertex a b Ha h Hf), (spread_centre a b Ha h Hb Hf) in G. lra.
Qed.

Lemma optimum_monotone n d e e' : (1 <= n)%nat -> (n <= d)%nat -> optimum n e -> optimum d e' -> e <= e'.
Proof.
  intros Hn Hd Oe Oe'. apply (optimum_is_least_rise d e' ltac:(lia)) in Oe'.
  destruct Oe' as [[h (Hs & Hc & E)] _]. pose proof (rise_of_face n d h e Hn Hd Oe Hs Hc).
  pose proof (symmetric_min_at_centre d h (uniform n) ltac:(lia) Hs Hc (simplex_uniform n d Hn Hd)). lra.
Qed.

Lemma optimum_nonneg d e : optimum d e -> 0 <= e.
Proof. intros [[f (_ & _ & H)] _]. specialize (H zero). lra. Qed.

Lemma optimum_le_ln d e : (1 <= d)%nat -> optimum d e -> e <= ln (INR d).
Proof. intros Hd [_ H]. destruct (entropy_upper d Hd) as [f Hf]. now apply (H _ f). Qed.

(** ** Powers *)

Lemma between_powers a d : (2 <= a)%nat -> (1 <= d)%nat -> exists k, (a ^ k <= d < a ^ S k)%nat.
Proof.
  intros Ha. induction d as [|d IH]; [lia|]. intros _. destruct d as [|d].
  - exists 0%nat. simpl. lia.
  - destruct (IH ltac:(lia)) as [k [L U]]. destruct (Nat.lt_ge_cases (S (S d)) (a ^ S k)) as [V|V].
    + exists k. lia.
    + exists (S k). split; [exact V|].
      apply Nat.lt_le_trans with (2 * a ^ S k)%nat; [lia|].
      change (a ^ S (S k))%nat with (a * a ^ S k)%nat. apply Nat.mul_le_mono_r. exact Ha.
Qed.

Lemma ln_power a k : (1 <= a)%nat -> ln (INR (a ^ k)) = INR k * ln (INR a).
Proof.
  intros Ha. induction k as [|k IH]; [simpl; rewrite ln_1; ring|].
  change (a ^ S k)%nat with (a * a ^ k)%nat.
  assert (0 < a ^ k)%nat by (apply Nat.neq_0_lt_0, Nat.pow_nonzero; lia).
  rewrite mult_INR, ln_mult, IH, S_INR by (apply lt_0_INR; lia). ring.
Qed.

Lemma ln_INR_pos d : (2 <= d)%nat -> 0 < ln (INR d).
Proof.
  intros H. rewrite <- ln_1. apply ln_increasing; [lra|]. apply (lt_INR 1). lia.
Qed.

Section Sequence.

Variable e : nat -> R.
Hypothesis He : forall d, (2 <= d)%nat -> optimum d (e d).

Let nonneg d : (2 <= d)%nat -> 0 <= e d.
Proof. intros H. exact (optimum_nonneg d (e d) (He d H)). Qed.

Lemma power_at_least a k : (2 <= a)%nat -> (1 <= k)%nat -> (2 <= a ^ k)%nat /\ INR k * e a <= e (a ^ k)%nat.
Proof.
  intros Ha. induction k as [|k IH]; [lia|]. intros _. destruct k as [|k].
  - simpl. rewrite Nat.mul_1_r. split; [exact Ha|lra].
  - destruct (IH ltac:(lia)) as [P Q]. change (a ^ S (S k))%nat with (a * a ^ S k)%nat.
    assert (P' : (2 <= a * a ^ S k)%nat) by nia. split; [exact P'|].
    pose proof (optimum_of_product a (a ^ S k) _ _ _ ltac:(lia) ltac:(lia) (He a Ha) (He _ P) (He _ P')).
    rewrite S_INR. lra.
Qed.

Lemma ratio_le_1 d : (2 <= d)%nat -> e d / ln (INR d) <= 1.
Proof.
  intros H. pose proof (ln_INR_pos d H). pose proof (optimum_le_ln d (e d) ltac:(lia) (He d H)).
  apply (Rmult_le_reg_r (ln (INR d))); [lra|].
  replace (e d / ln (INR d) * ln (INR d)) with (e d) by (field; lra). lra.
Qed.

(** From a power on the ratio is nearly as large as at its base. *)
Lemma ratio_from_power a K d : (2 <= a)%nat -> (1 <= K)%nat -> (a ^ K <= d)%nat ->
  e a / ln (INR a) - / (INR K + 1) <= e d / ln (INR d).
Proof.
  intros Ha HK Hd. destruct (power_at_least a K Ha HK) as [P _].
  destruct (between_powers a d Ha ltac:(lia)) as [k [L U]].
  assert (Hk : (K <= k)%nat).
  { enough (K < S k)%nat by lia. apply (Nat.pow_lt_mono_r_iff a); lia. }
  destruct (power_at_least a k Ha ltac:(lia)) as [Pk Qk].
  pose proof (optimum_monotone (a ^ k) d _ _ ltac:(lia) L (He _ Pk) (He d ltac:(lia))) as M.
  pose proof (ln_INR_pos a Ha) as La. pose proof (ln_INR_pos d ltac:(lia)) as Ld.
  assert (V : ln (INR d) <= (INR k + 1) * ln (INR a)).
  { rewrite <- S_INR, <- ln_power by lia. left. apply ln_increasing; [apply lt_0_INR; lia|now apply lt_INR]. }
  pose proof (ratio_le_1 a Ha) as R1. pose proof (nonneg a Ha) as N.
  assert (1 <= INR K) by (apply (le_INR 1); lia). pose proof (le_INR K k Hk) as Kk.
  assert (I : / (INR k + 1) <= / (INR K + 1)) by (apply Rinv_le_contravar; lra).
  set (r := e a / ln (INR a)) in *.
  assert (E : e a = r * ln (INR a)) by (unfold r; field; lra).
  assert (r0 : 0 <= r) by (unfold r; apply Rmult_le_pos; [lra|left; now apply Rinv_0_lt_compat]).
  assert (J : 0 < / (INR k + 1)) by (apply Rinv_0_lt_compat; lra).
  apply Rle_trans with (r - r * / (INR k + 1)).
  - pose proof (Rmult_le_compat_r (/ (INR k + 1)) r 1 ltac:(lra) R1). lra.
  - apply (Rmult_le_reg_r (ln (INR d))); [exact Ld|].
    replace (e d / ln (INR d) * ln (INR d)) with (e d) by (field; lra).
    apply Rle_trans with ((r - r * / (INR k + 1)) * ((INR k + 1) * ln (INR a))).
    + apply Rmult_le_compat_l; [|exact V].
      replace (r - r * / (INR k + 1)) with (r * (INR k * / (INR k + 1))) by (field; lra).
      apply Rmult_le_pos; [exact r0|]. apply Rmult_le_pos; lra.
    + replace ((r - r * / (INR k + 1)) * ((INR k + 1) * ln (INR a))) with (INR k * (r * ln (INR a)))
        by (field; lra). rewrite <- E. lra.
Qed.

(** For a, b, k, d >= 2: eps*_{ab} >= eps*_a + eps*_b, eps*_{d+1} >= eps*_d and eps*_{a^k} >= k eps*_a. Hence
    eps*_d / ln d converges, and its limit is its supremum. *)
Theorem superadditive :
  (forall a b, (2 <= a)%nat -> (2 <= b)%nat -> e a + e b <= e (a * b)%nat) /\
  (forall d, (2 <= d)%nat -> e d <= e (S d)) /\
  (forall a k, (2 <= a)%nat -> (2 <= k)%nat -> INR k * e a <= e (a ^ k)%nat) /\
  exists l, Un_cv (fun d => e d / ln (INR d)) l /\
    is_lub (fun r => exists d, (2 <= d)%nat /\ r = e d / ln (INR d)) l.
Proof.
  split; [|split; [|split]].
  - intros a b Ha Hb. apply (optimum_of_product a b); try lia; apply He; nia.
  - intros d Hd. apply (optimum_monotone d (S d)); try lia; apply He; lia.
  - intros a k Ha Hk. apply power_at_least; lia.
  - destruct (completeness (fun r => exists d, (2 <= d)%nat /\ r = e d / ln (INR d))) as [l Hl].
    + exists 1. intros r [d [Hd ->]]. now apply ratio_le_1.
    + exists (e 2%nat / ln (INR 2)). exists 2%nat. split; [lia|reflexivity].
    + exists l. split; [|exact Hl]. destruct Hl as [Up Least]. intros eta Heta.
      assert (X : exists a, (2 <= a)%nat /\ l - eta / 2 < e a / ln (INR a)).
      { apply Classical_Pred_Type.not_all_not_ex. intros N.
        enough (l <= l - eta / 2) by lra. apply Least. intros r [a [Ha ->]].
        apply Rnot_lt_le. intros G. apply (N a). now split. }
      destruct X as [a [Ha G]].
      destruct (archimed_cor1 (eta / 2) ltac:(lra)) as [K [HK K0]].
      exists (a ^ K)%nat. intros d Hd. destruct (power_at_least a K Ha ltac:(lia)) as [P _].
      pose proof (ratio_from_power a K d Ha ltac:(lia) Hd) as F.
      assert (U : e d / ln (INR d) <= l) by (apply Up; exists d; split; [lia|reflexivity]).
      assert (/ (INR K + 1) <= / INR K).
      { apply Rinv_le_contravar; [apply lt_0_INR; lia|lra]. }
      unfold R_dist. apply Rabs_def1; lra.
Qed.

End Sequence.
