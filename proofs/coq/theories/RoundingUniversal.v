(** The universal smoothing is computed to within a few roundings: its value, the weight of the largest entry, and where
    it is exactly the maximum. *)

From Coq Require Import Reals Lra Lia Arith List Permutation.
From TightMax Require Constants.
From TightMax Require Import Vectors Smoothing Entropy LogSumExp SemicontinuousMaximum Certificate.
From TightMax Require Import UniversalUpper RoundedSums RoundingSum RoundingLse RoundedScores.
From TightMax Require Import UniversalExcess UniversalErrors OtherEntries.
Open Scope R_scope.

(** The others added apart: if their sum is not small, rounding-sum for them alone. *)
Lemma others_apart p k u c w t x E Sc j o : (1 <= p)%nat -> (1 <= k)%nat -> 0 < u < 1 -> 1 <= c -> 0 <= w -> 0 < t ->
  30 * INR (S p) * w <= u -> u * (2 * ln (INR (S p)) + c + INR k + 7) <= 1 / 100 ->
  exponentials_computed (S p) u c w t x E -> x j = largest (S p) x ->
  Permutation (j :: terms o) (seq 0 (S p)) -> (additions o <= k)%nat -> computed u E o Sc ->
  let s := sum (S p) (fun i => exp (reduced (S p) t x i)) - 1 in
  exp (-2) / 2 <= s -> Rabs (ln Sc - ln s) <= 102 / 100 * (u * (2 * ln (INR (S p)) + c + INR k + 7)).
Proof.
  intros Hp Hk Hu Hc Hw Ht Hnw Hs HE Ej Po Do Co s Large. set (z := reduced (S p) t x) in *.
  assert (Below : forall i, In i (j :: terms o) -> (i < S p)%nat) by (intros i; now apply below_of_permutation).
  assert (Hj : (j < S p)%nat) by (apply Below; now left).
  destruct (exponentials_of_scores (S p) u c w t x E Hu Ht HE) as [th Th]. fold z in Th.
  assert (Index : forall i, (i < p)%nat -> ((if Nat.ltb i j then i else S i) < S p)%nat)
    by (intros i; now apply others_index).
  assert (Es : sum p (fun i => exp (other_entries j z i)) = s).
  { unfold s. rewrite (sum_others p j (fun i => exp (z i)) Hj). cbv beta.
    assert (Zj : z j = 0) by exact (reduced_top _ _ _ Ht j Ej). rewrite Zj, exp_0.
    change (other_entries j (fun i => exp (z i))) with (fun i => exp (other_entries j z i)). ring. }
  assert (ET : totalR E (terms o) = sum p (other_entries j E)).
  { pose proof (totalR_permutation E _ _ Po) as A. rewrite totalR_cons, totalR_seq, (sum_others p j E Hj) in A. lra. }
  assert (PE : forall i, (i < S p)%nat -> 0 <= E i) by (intros i Hi; now apply Th).
  destruct (computed_between u E o Sc ltac:(lra) (fun i Hi => PE i (Below i (or_intror Hi))) Co k Do) as (_ & B).
  rewrite ET in B. pose proof seam as Z. pose proof Constants.ln_2_bounds as L2.
  assert (Ls : -3 <= ln s).
  { apply Rle_trans with (ln (exp (-2) / 2)); [|apply ln_le_mono; lra].
    unfold Rdiv. rewrite ln_mult, ln_exp, ln_Rinv by lra. lra. }
  assert (Pp : 0 < INR p) by (apply lt_0_INR; lia). assert (Pn : INR p <= INR (S p)) by (apply le_INR; lia).
  pose proof (ln_le_mono _ _ Pp Pn) as Lp.
  assert (U : u * (2 * (ln (INR p) - ln s) + c + INR k + 1) <= u * (2 * ln (INR (S p)) + c + INR k + 7))
    by (apply Rmult_le_compat_l; lra).
  rewrite <- Es in *. eapply Rle_trans.
  - apply (log_error p k (other_entries j z) (other_entries j E) (other_entries j th) Sc u c w); try assumption.
    + intros i Hi. apply (reduced_nonpos (S p) t x Ht). now apply Index.
    + intros i Hi. apply (Th (if Nat.ltb i j then i else S i)). now apply Index.
    + unfold lse. lra.
    + assert (A : 30 * INR p * w <= 30 * INR (S p) * w) by (apply Rmult_le_compat_r; lra).
      assert (A' : u * (1 / 15) <= u * sum p (fun i => exp (other_entries j z i))) by (apply Rmult_le_compat_l; lra). lra.
  - unfold lse. lra.
Qed.

(** A logarithm at most b above another: the number is at most 1 + 1.05 b times the other. *)
Lemma ratio_of_logs a s v : 0 < a -> 0 < s -> ln a - ln s <= 102 / 100 * v -> 0 <= v <= 1 / 100 ->
  a <= s * (1 + 105 / 100 * v).
Proof.
  intros Ha Hs H Hv. destruct (exp_small (102 / 100 * v) ltac:(lra)) as [X _].
  rewrite <- (exp_ln a Ha). apply Rle_trans with (s * exp (102 / 100 * v)).
  - rewrite <- (exp_ln s Hs) at 1. rewrite <- exp_plus. apply exp_le. lra.
  - apply Rmult_le_compat_l; lra.
Qed.

(** Let f be the smoothing of universal-upper at the temperature t, m = max x, z_i = (x_i - m)/t, and S the sum of
    e^{z_i} over all i but a largest entry, computed as S_c. The excess psi_c and the weight w_c of a largest entry are
    computed from S_c by three formulas, f_c as m + t psi_c. If 30 n w <= u and u(2 ln n + c + k + 7) <= 1/100, then
    |f_c - f| <= u|f| + 1.12 t u((c+2) ln n + 2c + k + 4) + t beta^2/7 and
    |w_c - w| <= 2.2 u(2 ln n + 2c + k + 2) + beta/4. If beta >= 9u(2 ln n + c + k + 1) or, where the others are added
    apart, beta >= 1.1 u(2 ln n + c + k + 7), then f_c = m and w_c = 1 wherever the lead of the largest entry over
    LogSumExp of the others is at least 2, provided that a product with 0 is 0 and 0 is added without error. *)
Theorem rounding_universal n k (x E : vec) t Sc psi wc P fc u c w w' beta :
  (2 <= n)%nat -> (1 <= k)%nat -> 0 < u < 1 -> 1 <= c -> 0 <= w -> 30 * INR n * w <= u -> 0 < t ->
  w' <= t * u / 100 -> 0 <= beta -> u * (2 * ln (INR n) + c + INR k + 7) <= 1 / 100 ->
  let m := largest n x in
  exponentials_computed n u c w t x E -> others_computed u n k E (fun j => x j = m) Sc ->
  universal_computed u c beta Sc psi wc -> rounded_below u w' (t * psi) P -> rounded u (m + P) fc ->
  let y := scale (/ t) x in
  let f := t * universal_smoothing n y in
  Rabs (fc - f) <= u * Rabs f + 112 / 100 * (t * u * ((c + 2) * ln (INR n) + 2 * c + INR k + 4)) +
    1 / 7 * (t * beta ^ 2) /\
  (forall j, (j < n)%nat -> x j = m ->
    Rabs (wc - universal_weights n y j) <= 22 / 10 * (u * (2 * ln (INR n) + 2 * c + INR k + 2)) + beta / 4) /\
  (9 * (u * (2 * ln (INR n) + c + INR k + 1)) <= beta \/
     11 / 10 * (u * (2 * ln (INR n) + c + INR k + 7)) <= beta /\
       (exists j o, x j = m /\ Permutation (j :: terms o) (seq 0 n) /\ (additions o <= k)%nat /\ computed u E o Sc) ->
   (psi = 0 -> P = 0) -> (P = 0 -> fc = m) -> 2 <= largest n y - rest n y -> fc = m /\ wc = 1).
Proof.
  intros Hn Hk Hu Hc Hw Hnw Ht Hw' Hbeta Hs m HE HR HU HP Hf y f.
  set (z := reduced n t x). set (s := sum n (fun i => exp (z i)) - 1). set (L := lse n z). set (N := ln (INR n)) in *.
  assert (Hn1 : (1 <= n)%nat) by lia. assert (K : 1 <= INR k) by (apply (le_INR 1); exact Hk).
  pose proof (log_sum_range n t x Hn1 Ht) as HL. fold z L N in HL.
  destruct (products u c (INR k) N L ltac:(lra) Hc K HL Hs) as ((A & A') & (B & B') & C & D & F & F' & F'' & U).
  pose proof (others_positive n t x Hn Ht) as Ps. fold z s in Ps.
  assert (EL : L = ln (1 + s)) by (unfold L, lse, s; f_equal; ring).
  assert (Hnw2 : 2 * INR n * w <= u).
  { assert (X : 0 <= INR n * w) by (apply Rmult_le_pos; [apply pos_INR|exact Hw]). lra. }
  pose proof (one_and_others n u c w t x E Hn1 Hu Ht HE k Sc ltac:(lra) HR) as Q.
  pose proof (log_of_sum n u c w t x E Hn1 Hu Hc Ht Hnw2 HE k (1 + Sc) Hk ltac:(fold N; lra) Q) as G. fold z L N in G.
  assert (PSc : 0 < 1 + Sc).
  { apply Rlt_le_trans with ((1 - u) ^ k * sum n E); [|exact (proj1 Q)]. apply Rmult_lt_0_compat; [apply pow_lt; lra|].
    destruct (largest_attained n x Hn1) as (j & Hj & Ej).
    apply Rlt_le_trans with (E j); [rewrite (exponential_at_top n u c w t x E Ht HE j Hj (eq_sym Ej)); lra|].
    destruct HE as (a & v & H). apply sum_term_le; [intros i Hi; now apply H|exact Hj]. }
  assert (Hf0 : f = m + t * excess s) by (apply universal_value; assumption).
  pose proof (excess_close (Sc) s _ ltac:(lra) ltac:(lra) ltac:(rewrite <- EL; exact G)) as X.
  split; [|split].
  - rewrite Hf0. apply (value_total u c (INR k) N L ltac:(lra) Hc K HL Hs t m P fc w' psi); try assumption.
    + pose proof (excess_range s Ps) as R. lra.
    + destruct (computed_excess_error u c beta Sc psi wc ltac:(lra) Hc ltac:(lra) Hbeta ltac:(lra) HU)
        as (e & He & Cases).
      eapply Rle_trans; [|apply (excess_total u c (INR k) N L ltac:(lra) Hc K HL Hs e beta (ln (1 + Sc)) G); tauto].
      replace (psi - excess s) with (excess Sc - excess s + (psi - excess Sc)) by ring.
      eapply Rle_trans; [apply Rabs_triang|]. lra.
  - intros j Hj Ej. unfold y. rewrite (universal_weight n t x Hn Ht j Ej). fold z s.
    pose proof (top_weight_close Sc s _ ltac:(lra) ltac:(lra) ltac:(rewrite <- EL; exact G)) as Y.
    pose proof (computed_weight_error u c beta Sc psi wc ltac:(lra) Hc ltac:(lra) Hbeta ltac:(lra) HU) as W.
    pose proof (weight_total u c (INR k) N L ltac:(lra) Hc K HL Hs (Rabs (wc - top_weight Sc)) beta Hbeta W) as V.
    eapply Rle_trans; [|exact V].
    replace (wc - top_weight s) with (top_weight Sc - top_weight s + (wc - top_weight Sc)) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. lra.
  - intros Hb P0 F0 Lead. pose proof seam as Z. set (q := u * (2 * N + c + INR k + 1)) in *.
    assert (Hq : 0 <= q <= 1 / 100) by (unfold q; lra).
    assert (Hsmall : s <= exp (-2)).
    { unfold y in Lead. rewrite (lead n t x Hn Ht) in Lead. fold z s in Lead. apply (ln_order n t x Hn Ht).
      fold z s. lra. }
    assert (G' : 1 + Sc <= (1 + s) * (1 + 105 / 100 * q)).
    { apply ratio_of_logs; [lra|lra| |exact Hq]. rewrite <- EL. apply Rabs_le_inv in G. unfold q. lra. }
    assert (Small : Sc <= s + 105 / 100 * q * (1 + s)) by lra.
    assert (Q1 : q * (1 + s) <= q * (1 + exp (-2))) by (apply Rmult_le_compat_l; lra).
    assert (Q2 : q * exp (-2) <= q * (14 / 100)) by (apply Rmult_le_compat_l; lra).
    assert (Low : Sc <= exp (-2) * (1 + beta)).
    { destruct Hb as [Hb|[Hb (j & o & Ej & Po & Do & Co)]].
      - assert (Q3 : exp (-2) * (9 * q) <= exp (-2) * beta) by (apply Rmult_le_compat_l; lra).
        assert (Q4 : q * (10 / 74) <= q * exp (-2)) by (apply Rmult_le_compat_l; lra). lra.
      - assert (Q5 : 0 <= exp (-2) * beta) by (apply Rmult_le_pos; lra).
        destruct (Rle_dec s (exp (-2) / 2)) as [H|H]; [lra|]. destruct (Rle_dec Sc 0) as [H0|H0]; [lra|].
        destruct n as [|p]; [lia|].
        pose proof (others_apart p k u c w t x E Sc j o ltac:(lia) Hk Hu Hc Hw Ht Hnw Hs HE Ej Po Do Co) as R.
        cbv zeta in R. fold z s in R. specialize (R ltac:(lra)). fold N in R. apply Rabs_le_inv in R.
        pose proof (ratio_of_logs Sc s _ ltac:(lra) Ps (proj2 R) ltac:(lra)) as V.
        apply Rle_trans with (s * (1 + beta)); [|apply Rmult_le_compat_r; lra].
        eapply Rle_trans; [exact V|]. apply Rmult_le_compat_l; lra. }
    destruct HU as [h l v b H1|HS|a l v b HS]; [exfalso; lra| |exfalso; lra].
    split; [|reflexivity]. now apply F0, P0.
Qed.
