(** Expansions of the second order at 0: sums, multiples and compositions have them, and so have functions that are
    twice differentiable at 0. *)

From Coq Require Import Reals Lra Lia.
From TightMax Require Import Vectors Entropy SemicontinuousMaximum.
Open Scope R_scope.

(** f(s) = a + b s + c s^2 up to what is smaller than s^2. *)
Definition expands (f : R -> R) (a b c : R) : Prop :=
  forall eta, 0 < eta -> exists r, 0 < r /\ forall s, Rabs s <= r -> Rabs (f s - (a + b * s + c * s ^ 2)) <= eta * s ^ 2.

Lemma expands_const k : expands (fun _ => k) k 0 0.
Proof.
  intros eta He. exists 1. split; [lra|]. intros s _. replace (k - (k + 0 * s + 0 * s ^ 2)) with 0 by ring.
  rewrite Rabs_R0. pose proof (pow2_ge_0 s). apply Rmult_le_pos; lra.
Qed.

Lemma expands_ext f g a b c : (forall s, f s = g s) -> expands f a b c -> expands g a b c.
Proof. intros E H eta He. destruct (H eta He) as [r [Hr L]]. exists r. split; [exact Hr|]. intros. rewrite <- E. auto. Qed.

Lemma expands_plus f g a b c a' b' c' : expands f a b c -> expands g a' b' c' ->
  expands (fun s => f s + g s) (a + a') (b + b') (c + c').
Proof.
  intros F G eta He. destruct (F (eta / 2) ltac:(lra)) as [r [Hr L]]. destruct (G (eta / 2) ltac:(lra)) as [q [Hq M]].
  exists (Rmin r q). split; [now apply Rmin_pos|]. intros s Hs.
  specialize (L s (Rle_trans _ _ _ Hs (Rmin_l _ _))). specialize (M s (Rle_trans _ _ _ Hs (Rmin_r _ _))).
  replace (f s + g s - (a + a' + (b + b') * s + (c + c') * s ^ 2))
    with ((f s - (a + b * s + c * s ^ 2)) + (g s - (a' + b' * s + c' * s ^ 2))) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

Lemma expands_scale k f a b c : expands f a b c -> expands (fun s => k * f s) (k * a) (k * b) (k * c).
Proof.
  intros F eta He. pose proof (Rabs_pos k). destruct (F (eta / (Rabs k + 1))) as [r [Hr L]].
  { apply Rdiv_lt_0_compat; lra. }
  exists r. split; [exact Hr|]. intros s Hs. specialize (L s Hs).
  replace (k * f s - (k * a + k * b * s + k * c * s ^ 2)) with (k * (f s - (a + b * s + c * s ^ 2))) by ring.
  rewrite Rabs_mult. pose proof (pow2_ge_0 s).
  apply Rle_trans with ((Rabs k + 1) * (eta / (Rabs k + 1) * s ^ 2)); [|right; field; lra].
  apply Rmult_le_compat; try apply Rabs_pos; lra.
Qed.

Lemma expands_sum d (f : nat -> R -> R) a b c : (forall i, (i < d)%nat -> expands (f i) (a i) (b i) (c i)) ->
  expands (fun s => sum d (fun i => f i s)) (sum d a) (sum d b) (sum d c).
Proof.
  induction d as [|d IH]; intros H; [exact (expands_const 0)|]. cbn [sum].
  apply (expands_plus (fun s => sum d (fun i => f i s)) (f d)); [apply IH; intros; apply H; lia|apply H; lia].
Qed.

(** The second difference is twice the last coefficient. *)
Lemma expands_difference f a b c : expands f a b c -> f 0 = a ->
  forall eta, 0 < eta -> exists r, 0 < r /\ forall s, 0 < s <= r -> f s + f (- s) - 2 * f 0 <= s ^ 2 * (2 * c + eta).
Proof.
  intros F F0 eta He. destruct (F (eta / 2) ltac:(lra)) as [r [Hr L]]. exists r. split; [exact Hr|]. intros s Hs.
  pose proof (L s ltac:(rewrite Rabs_pos_eq; lra)) as A.
  pose proof (L (- s) ltac:(rewrite Rabs_Ropp, Rabs_pos_eq; lra)) as B.
  apply Rabs_le_inv in A. apply Rabs_le_inv in B. replace ((- s) ^ 2) with (s ^ 2) in B by ring. rewrite F0. lra.
Qed.

Lemma expands_compose phi f p0 p1 p2 a b c : expands f a b c -> expands (fun t => phi (a + t)) p0 p1 p2 ->
  expands (fun s => phi (f s)) p0 (p1 * b) (p1 * c + p2 * b ^ 2).
Proof.
  intros F P eta He. pose proof (Rabs_pos b) as Hb. pose proof (Rabs_pos c) as Hc.
  pose proof (Rabs_pos p1) as H1. pose proof (Rabs_pos p2) as H2.
  set (K := Rabs b + Rabs c + 1). assert (1 <= K) as HK by (unfold K; lra).
  assert (0 < K ^ 2) as HK2 by (apply pow_lt; lra).
  destruct (P (eta / (3 * K ^ 2))) as [rp [Hrp LP]]; [apply Rdiv_lt_0_compat; lra|].
  set (e := Rmin 1 (eta / (3 * (Rabs p1 + 1)))).
  assert (0 < e) as Hee by (apply Rmin_pos; [lra|apply Rdiv_lt_0_compat; lra]).
  destruct (F e Hee) as [rf [Hrf LF]].
  set (m := eta / (3 * ((Rabs p2 + 1) * (2 * K ^ 2)))).
  assert (0 < (Rabs p2 + 1) * (2 * K ^ 2)) as HM by (apply Rmult_lt_0_compat; lra).
  assert (0 < m) as Hm by (apply Rdiv_lt_0_compat; lra).
  set (r := Rmin (Rmin 1 rf) (Rmin (rp / K) m)).
  assert (0 < r) as Hr by (apply Rmin_pos; apply Rmin_pos; try lra; apply Rdiv_lt_0_compat; lra).
  exists r. split; [exact Hr|]. intros s Hs.
  assert (Rabs s <= 1) as S1 by (eapply Rle_trans; [exact Hs|]; eapply Rle_trans; [apply Rmin_l|apply Rmin_l]).
  assert (Rabs s <= rf) as S2 by (eapply Rle_trans; [exact Hs|]; eapply Rle_trans; [apply Rmin_l|apply Rmin_r]).
  assert (Rabs s <= rp / K) as S3 by (eapply Rle_trans; [exact Hs|]; eapply Rle_trans; [apply Rmin_r|apply Rmin_l]).
  assert (Rabs s <= m) as S4 by (eapply Rle_trans; [exact Hs|]; eapply Rle_trans; [apply Rmin_r|apply Rmin_r]).
  pose proof (Rabs_pos s) as S0. pose proof (pow2_ge_0 s) as SS. rewrite <- (pow2_abs s) in SS.
  specialize (LF s S2). set (z := f s - (a + b * s + c * s ^ 2)) in *. rewrite <- (pow2_abs s) in LF.
  assert (Rabs s ^ 2 <= Rabs s) as Sq.
  { replace (Rabs s ^ 2) with (Rabs s * Rabs s) by ring. rewrite <- (Rmult_1_r (Rabs s)) at 3.
    apply Rmult_le_compat_l; lra. }
  assert (e <= 1) as E1 by apply Rmin_l. assert (e <= eta / (3 * (Rabs p1 + 1))) as E2 by apply Rmin_r.
  set (w := c * s ^ 2 + z).
  assert (Rabs w <= K * Rabs s ^ 2) as W.
  { unfold w. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult, (Rabs_pos_eq (s ^ 2)) by apply pow2_ge_0.
    rewrite <- (pow2_abs s). assert (e * Rabs s ^ 2 <= 1 * Rabs s ^ 2) by (apply Rmult_le_compat_r; lra).
    assert (0 <= Rabs b * Rabs s ^ 2) by (apply Rmult_le_pos; lra).
    unfold K. lra. }
  set (t := b * s + w).
  assert (f s = a + t) as Et by (unfold t, w, z; ring).
  assert (Rabs t <= K * Rabs s) as T.
  { unfold t, w. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult.
    eapply Rle_trans; [apply Rplus_le_compat_l, Rabs_triang|]. rewrite Rabs_mult, (Rabs_pos_eq (s ^ 2)) by apply pow2_ge_0.
    rewrite <- (pow2_abs s). assert (e * Rabs s ^ 2 <= 1 * Rabs s ^ 2) by (apply Rmult_le_compat_r; lra).
    assert (Rabs c * Rabs s ^ 2 <= Rabs c * Rabs s) by (apply Rmult_le_compat_l; lra). unfold K. lra. }
  assert (Rabs t <= rp) as T'.
  { eapply Rle_trans; [exact T|]. apply Rle_trans with (K * (rp / K)); [apply Rmult_le_compat_l; lra|right; field; lra]. }
  specialize (LP t T'). rewrite Et, <- (pow2_abs t) in *.
  assert (Rabs t ^ 2 <= K ^ 2 * Rabs s ^ 2) as T2.
  { rewrite <- Rpow_mult_distr. apply pow_incr. split; [apply Rabs_pos|exact T]. }
  replace (phi (a + t) - (p0 + p1 * b * s + (p1 * c + p2 * b ^ 2) * s ^ 2))
    with ((phi (a + t) - (p0 + p1 * t + p2 * t ^ 2)) + (p1 * z + p2 * (w * (t + b * s)))) by (unfold t, w; ring).
  rewrite pow2_abs in LP.
  assert (eta / (3 * K ^ 2) * t ^ 2 <= eta / 3 * Rabs s ^ 2) as A1.
  { rewrite <- (pow2_abs t). apply Rle_trans with (eta / (3 * K ^ 2) * (K ^ 2 * Rabs s ^ 2)); [|right; field; lra].
    apply Rmult_le_compat_l; [|exact T2]. apply Rlt_le, Rdiv_lt_0_compat; lra. }
  assert (Rabs (p1 * z) <= eta / 3 * Rabs s ^ 2) as A2.
  { rewrite Rabs_mult. apply Rle_trans with ((Rabs p1 + 1) * (eta / (3 * (Rabs p1 + 1)) * Rabs s ^ 2)); [|right; field; lra].
    apply Rmult_le_compat; try apply Rabs_pos; [lra|]. eapply Rle_trans; [exact LF|]. apply Rmult_le_compat_r; lra. }
  assert (Rabs (p2 * (w * (t + b * s))) <= eta / 3 * Rabs s ^ 2) as A3.
  { rewrite 2 Rabs_mult.
    assert (Rabs (t + b * s) <= 2 * K * Rabs s) as V.
    { eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult.
      assert (Rabs b * Rabs s <= K * Rabs s) by (apply Rmult_le_compat_r; [lra|unfold K; lra]). lra. }
    apply Rle_trans with ((Rabs p2 + 1) * ((K * Rabs s ^ 2) * (2 * K * m))).
    - apply Rmult_le_compat; [lra| |lra|].
      + apply Rmult_le_pos; apply Rabs_pos.
      + apply Rmult_le_compat; try apply Rabs_pos; [exact W|]. eapply Rle_trans; [exact V|].
        apply Rmult_le_compat_l; lra.
    - right. unfold m. field. split; lra. }
  rewrite <- (pow2_abs s). eapply Rle_trans; [apply Rabs_triang|].
  eapply Rle_trans; [apply Rplus_le_compat_l, Rabs_triang|]. lra.
Qed.

(** A function that is differentiable near 0, with a derivative that is differentiable at 0. *)
Lemma expands_twice f f' c rho : 0 < rho -> (forall s, Rabs s < rho -> derivable_pt_lim f s (f' s)) ->
  derivable_pt_lim f' 0 c -> expands f (f 0) (f' 0) (c / 2).
Proof.
  intros Hrho D1 D2 eta He. destruct (D2 eta He) as [delta D]. destruct delta as [delta Hd]. simpl in D.
  set (r := Rmin (delta / 2) (rho / 2)). assert (0 < r) as Hr by (apply Rmin_pos; lra).
  assert (r <= delta / 2) as R1 by apply Rmin_l. assert (r <= rho / 2) as R2 by apply Rmin_r.
  exists r. split; [exact Hr|]. intros s Hs.
  set (k := fun s => f s - (f 0 + f' 0 * s + c / 2 * s ^ 2)). set (k' := fun s => f' s - f' 0 - c * s).
  assert (forall x, Rabs x <= r -> derivable_pt_lim k x (k' x)) as Dk.
  { intros x Hx. unfold k, k'. replace (f' x - f' 0 - c * x)
      with (f' x - (0 + f' 0 * 1 + c / 2 * (INR 2 * x ^ 1))) by (simpl; field).
    apply derivable_pt_lim_minus; [apply D1; lra|]. apply derivable_pt_lim_plus; [apply derivable_pt_lim_plus|].
    - apply derivable_pt_lim_const.
    - apply derivable_pt_lim_scal, derivable_pt_lim_id.
    - apply derivable_pt_lim_scal. apply (derivable_pt_lim_pow x 2). }
  assert (forall x, Rabs x <= r -> Rabs (k' x) <= eta * Rabs x) as Bk.
  { intros x Hx. unfold k'. destruct (Req_dec x 0) as [->|N].
    - replace (f' 0 - f' 0 - c * 0) with 0 by ring. rewrite Rabs_R0. lra.
    - pose proof (D x N ltac:(lra)) as B. rewrite Rplus_0_l in B.
      replace (f' x - f' 0 - c * x) with (((f' x - f' 0) / x - c) * x) by (field; exact N).
      rewrite Rabs_mult. apply Rmult_le_compat_r; [apply Rabs_pos|lra]. }
  assert (k 0 = 0) as K0 by (unfold k; ring). change (Rabs (k s) <= eta * s ^ 2).
  assert (forall p q, p < q -> (p = 0 /\ q = s \/ p = s /\ q = 0) -> Rabs (k s) <= eta * s ^ 2) as Go.
  { intros p q L C. destruct (mean_value k k' p q L) as [x [Hx E]].
    - intros x Hx. apply derivable_continuous_pt. exists (k' x). apply Dk. apply Rabs_le. apply Rabs_le_inv in Hs.
      destruct C as [[-> ->]|[-> ->]]; lra.
    - intros x Hx. apply Dk. apply Rabs_le. apply Rabs_le_inv in Hs. destruct C as [[-> ->]|[-> ->]]; lra.
    - assert (Rabs x <= Rabs s) as Lx
        by (destruct C as [[-> ->]|[-> ->]]; [rewrite 2 Rabs_pos_eq by lra; lra|rewrite 2 Rabs_left by lra; lra]).
      assert (Rabs (k s) = Rabs (k' x) * Rabs s) as Ek.
      { rewrite <- Rabs_mult. destruct C as [[-> ->]|[-> ->]].
        - f_equal. rewrite K0 in E. lra.
        - f_equal. rewrite K0 in E. lra. }
      rewrite Ek, <- (pow2_abs s). replace (eta * Rabs s ^ 2) with (eta * Rabs s * Rabs s) by ring.
      apply Rmult_le_compat_r; [apply Rabs_pos|]. eapply Rle_trans; [apply Bk; lra|]. apply Rmult_le_compat_l; lra. }
  destruct (Rtotal_order s 0) as [L|[->|L]]; [apply (Go s 0); auto| |apply (Go 0 s); auto].
  rewrite K0, Rabs_R0. lra.
Qed.
