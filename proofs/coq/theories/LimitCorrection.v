(** The last weight becomes a sign, too, at the expense of the others: what the potential of pairs and the l1 norm lose
    by it, in the mean over both signs, is of the second order. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors LimitPair LimitFunction LimitMeans LimitSigns.
Open Scope R_scope.

Section Correction.

Variables (d : nat) (x : vec) (k : nat).
Hypothesis Hx : simplex d x.
Hypothesis Hk : (k < d)%nat.
Hypothesis Largest : forall i, (i < d)%nat -> x i <= x k.
Hypothesis Total : 0 < total d x.

(** ** The form is concave along moves *)

Lemma along_plus theta e w : along d x (fun i => theta i + e * w i) = along d x theta + e * along d x w.
Proof.
  unfold along. rewrite (psum_ext d _ (fun i j => g x i j * (al x i j * theta i + be x i j * theta j)
    + e * (g x i j * (al x i j * w i + be x i j * w j)))) by (intros; ring).
  rewrite psum_plus, psum_scale. field.
Qed.

Definition crossed (theta w : vec) : R :=
  psum d (fun i j => g x i j * (2 * Ga x i j * (theta i * w j + w i * theta j))) / 2.

Lemma mixed_plus theta e w :
  mixed d x (fun i => theta i + e * w i) = mixed d x theta + crossed theta w * e + mixed d x w * e ^ 2.
Proof.
  unfold mixed, crossed. rewrite (psum_ext d _ (fun i j => g x i j * (2 * Ga x i j * (theta i * theta j))
    + (e * (g x i j * (2 * Ga x i j * (theta i * w j + w i * theta j)))
    + e ^ 2 * (g x i j * (2 * Ga x i j * (w i * w j)))))) by (intros; ring).
  rewrite 2 psum_plus, 2 psum_scale. field.
Qed.

Lemma q_concave : concave_moves d x (q d x).
Proof.
  intros theta i j Hi Hj N Xi Xj. set (w := fun l => vertex i l / x i - vertex j l / x j).
  assert (mixed d x w <= 0) as M.
  { unfold mixed. replace 0 with (0 / 2) by field. apply Rmult_le_compat_r; [lra|].
    apply Rle_trans with (psum d (fun a b => g x a b * 0)).
    2:{ rewrite (psum_ext d _ (fun a b => 0 * g x a b)) by (intros; ring). rewrite psum_scale. lra. }
    apply psum_le. intros a b Ha Hb Nab. apply times_g. intros Pa Pb.
    destruct (pair_facts d x Hx k Largest a b Ha Hb Pa Pb) as (_ & _ & _ & G & _).
    assert (w a * w b <= 0) as W.
    { pose proof (Rinv_0_lt_compat _ Xi). pose proof (Rinv_0_lt_compat _ Xj).
      assert (0 < / x i * / x j) by (apply Rmult_lt_0_compat; assumption).
      unfold w, vertex, Rdiv. destruct (Nat.eqb_spec a i), (Nat.eqb_spec b i), (Nat.eqb_spec a j), (Nat.eqb_spec b j);
        subst; try congruence; lra. }
    pose proof (Rmult_le_compat_l (2 * Ga x a b) _ _ ltac:(lra) W). lra. }
  exists (crossed theta w - 6 / 5 * along d x theta * along d x w / total d x),
    (3 / 5 * along d x w ^ 2 / total d x - mixed d x w).
  split.
  - assert (0 <= 3 / 5 * along d x w ^ 2 / total d x); [|lra].
    unfold Rdiv at 1. apply Rmult_le_pos; [pose proof (pow2_ge_0 (along d x w)); lra|left; now apply Rinv_0_lt_compat].
  - intros e. unfold q, move. fold w. change (fun l => theta l + e * (vertex i l / x i - vertex j l / x j))
      with (fun l => theta l + e * w l). rewrite mixed_plus, along_plus. field. lra.
Qed.

Lemma q_ext theta theta' : (forall i, (i < d)%nat -> 0 < x i -> theta i = theta' i) -> q d x theta = q d x theta'.
Proof.
  intros E. assert (forall i j, (i < d)%nat -> (j < d)%nat -> g x i j <> 0 -> theta i = theta' i /\ theta j = theta' j) as P.
  { intros i j Hi Hj G. destruct (entry_pos x i j G). split; apply E; assumption. }
  unfold q, mixed, along.
  rewrite (psum_ext d (fun i j => g x i j * (2 * Ga x i j * (theta i * theta j)))
    (fun i j => g x i j * (2 * Ga x i j * (theta' i * theta' j)))).
  - rewrite (psum_ext d (fun i j => g x i j * (al x i j * theta i + be x i j * theta j))
      (fun i j => g x i j * (al x i j * theta' i + be x i j * theta' j))); [reflexivity|].
    intros i j Hi Hj _. destruct (Req_dec (g x i j) 0) as [G|G]; [rewrite G; ring|].
    destruct (P i j Hi Hj G) as [-> ->]. reflexivity.
  - intros i j Hi Hj _. destruct (Req_dec (g x i j) 0) as [G|G]; [rewrite G; ring|].
    destruct (P i j Hi Hj G) as [-> ->]. reflexivity.
Qed.

(** ** From the means to signs *)

Hypothesis Small : x k <= 1 / 2.

Theorem signs_exist : exists theta l, squares d x (fun _ => 1) + q d x theta <= - drops d x /\ dot d theta x = 0 /\
  (forall i, (i < d)%nat -> -1 <= theta i <= 1) /\ theta k = 1 /\
  (forall i, (i < d)%nat -> i <> l -> sign (theta i)).
Proof.
  set (m := x k / (1 - x k)).
  assert (0 <= x k) as K0 by now apply Hx.
  assert (0 <= m <= 1) as Hm.
  { unfold m. split; [apply le_div; lra|apply div_le; lra]. }
  set (theta0 := fun i => if Nat.eqb i k then 1 else if Rlt_dec 0 (x i) then - m else 1).
  destruct (signs_but_one d x (q d x) theta0 q_concave) as (theta & l & Lq & Bal & Box & Stay & Sg).
  - intros i _. unfold theta0. destruct (Nat.eqb i k); [lra|]. destruct (Rlt_dec 0 (x i)); lra.
  - intros i _ N. unfold theta0 in N. destruct (Nat.eqb i k); [exfalso; apply N; now left|].
    destruct (Rlt_dec 0 (x i)); [assumption|exfalso; apply N; now left].
  - exists theta, l. split; [|split; [|split; [exact Box|split; [|exact Sg]]]].
    + pose proof (means_bend_down d x Hx k Largest m Total ltac:(lra)) as B.
      rewrite (q_ext theta0 (mean k m)) in Lq; [lra|]. intros i Hi P. unfold theta0, mean.
      destruct (Nat.eqb i k); [reflexivity|]. destruct (Rlt_dec 0 (x i)); [reflexivity|contradiction].
    + rewrite Bal. unfold dot.
      rewrite (sum_ext d _ (fun i => (1 + m) * (vertex k i * x i) - m * x i)).
      * rewrite sum_minus, 2 sum_scale, sum_vertex, (proj2 Hx) by exact Hk. unfold m. field. lra.
      * intros i Hi. unfold theta0, vertex. destruct (Nat.eqb i k); [ring|].
        destruct (Rlt_dec 0 (x i)) as [P|P]; [ring|]. assert (x i = 0) as -> by (pose proof (proj1 Hx i Hi); lra). ring.
    + rewrite Stay; [unfold theta0; now rewrite Nat.eqb_refl|exact Hk|]. unfold theta0. rewrite Nat.eqb_refl. now left.
Qed.

(** ** The last one *)

Variables (theta : vec) (l : nat).
Hypothesis Hl : (l < d)%nat.
Hypothesis Bal : dot d theta x = 0.
Hypothesis Box : -1 <= theta l <= 1.
Hypothesis Signs : forall i, (i < d)%nat -> i <> l -> sign (theta i).

Let t : R := theta l.
Let y : R := x l.

Lemma last_small : 0 <= y <= 1 / 2.
Proof. unfold y. split; [now apply Hx|]. eapply Rle_trans; [now apply Largest|exact Small]. Qed.

Definition off (s : R) : R := (s - t) * y / (1 - y).
Definition phi (s : R) : vec := fun i => if Nat.eqb i l then s else theta i - off s.
Definition spent : R := y ^ 2 * (1 - t ^ 2).
Definition E : R := spent / (1 - y) ^ 2.
Definition wp : R := (1 + t) / 2.
Definition wm : R := (1 - t) / 2.

Lemma off_mean : wp * off 1 + wm * off (- 1) = 0.
Proof. pose proof last_small. unfold wp, wm, off. field. lra. Qed.

Lemma off_square : wp * off 1 ^ 2 + wm * off (- 1) ^ 2 = E.
Proof. pose proof last_small. unfold wp, wm, off, E, spent. field. lra. Qed.

Lemma off_signed : wp * off 1 - wm * off (- 1) = y * (1 - t ^ 2) / (1 - y).
Proof. pose proof last_small. unfold wp, wm, off. field. lra. Qed.

Lemma t_square : 0 <= 1 - t ^ 2.
Proof. unfold t. assert (0 <= (1 - theta l) * (1 + theta l)) by (apply Rmult_le_pos; lra). lra. Qed.

Lemma E_nonneg : 0 <= E.
Proof.
  pose proof last_small. unfold E, spent. apply Rmult_le_pos; [|left; apply Rinv_0_lt_compat, pow_lt; lra].
  apply Rmult_le_pos; [apply pow2_ge_0|exact t_square].
Qed.

Lemma sign_square s : sign s -> s ^ 2 = 1.
Proof. intros [-> | ->]; ring. Qed.

Lemma phi_mean i : wp * phi 1 i + wm * phi (- 1) i = theta i.
Proof.
  unfold phi. destruct (Nat.eqb_spec i l) as [->|].
  - unfold wp, wm, t. field.
  - replace (wp * (theta i - off 1) + wm * (theta i - off (- 1)))
      with ((wp + wm) * theta i - (wp * off 1 + wm * off (- 1))) by ring.
    rewrite off_mean. unfold wp, wm. field.
Qed.

Lemma along_mean : wp * along d x (phi 1) + wm * along d x (phi (- 1)) = along d x theta.
Proof.
  unfold along. rewrite (psum_ext d (fun i j => g x i j * (al x i j * theta i + be x i j * theta j))
    (fun i j => wp * (g x i j * (al x i j * phi 1 i + be x i j * phi 1 j))
      + wm * (g x i j * (al x i j * phi (- 1) i + be x i j * phi (- 1) j)))).
  - rewrite psum_plus, 2 psum_scale. field.
  - intros i j _ _ _. rewrite <- (phi_mean i), <- (phi_mean j). ring.
Qed.

(** A pair, in the mean over both signs. *)
Lemma pair_mean i j : (i < d)%nat -> (j < d)%nat -> i <> j -> 0 < x i -> 0 < x j ->
  wp * (Ai x i j * phi 1 i ^ 2 + Aj x i j * phi 1 j ^ 2 + 2 * Ga x i j * (phi 1 i * phi 1 j))
  + wm * (Ai x i j * phi (- 1) i ^ 2 + Aj x i j * phi (- 1) j ^ 2 + 2 * Ga x i j * (phi (- 1) i * phi (- 1) j))
  <= Ai x i j + Aj x i j + 2 * Ga x i j * (theta i * theta j) + 3 * E.
Proof.
  intros Hi Hj N Pi Pj. destruct (pair_facts d x Hx k Largest i j Hi Hj Pi Pj) as (K1 & _ & Nu & G & G3 & A3 & B3 & _).
  set (A := Ai x i j) in *. set (B := Aj x i j) in *. set (G' := Ga x i j) in *.
  pose proof off_mean as M1. pose proof off_square as M2. pose proof off_signed as M3. pose proof E_nonneg as E0.
  assert (wp + wm = 1) as W1 by (unfold wp, wm; field). assert (wp - wm = t) as W2 by (unfold wp, wm; field).
  pose proof last_small as Ly. pose proof t_square as T2.
  assert (0 <= y * (1 - t ^ 2) / (1 - y)) as F0.
  { apply Rmult_le_pos; [apply Rmult_le_pos; lra|left; apply Rinv_0_lt_compat; lra]. }
  set (F := y * (1 - t ^ 2) / (1 - y)) in *. set (o := off 1) in *. set (p := off (- 1)) in *. unfold phi. fold o p.
  assert (0 <= G' * F) by (apply Rmult_le_pos; lra).
  destruct (Nat.eqb_spec i l) as [->|Ni], (Nat.eqb_spec j l) as [->|Nj]; [congruence| | |].
  - pose proof (sign_square _ (Signs j Hj Nj)) as S. fold t. set (c := theta j) in *.
    replace (wp * (A * 1 ^ 2 + B * (c - o) ^ 2 + 2 * G' * (1 * (c - o)))
      + wm * (A * (- 1) ^ 2 + B * (c - p) ^ 2 + 2 * G' * (- 1 * (c - p))))
      with ((wp + wm) * A + B * ((wp + wm) * c ^ 2 - 2 * c * (wp * o + wm * p) + (wp * o ^ 2 + wm * p ^ 2))
        + 2 * G' * ((wp - wm) * c - (wp * o - wm * p))) by ring.
    rewrite M1, M2, M3, W1, W2, S. pose proof (Rmult_le_compat_r E _ _ E0 B3). lra.
  - pose proof (sign_square _ (Signs i Hi Ni)) as S. fold t. set (c := theta i) in *.
    replace (wp * (A * (c - o) ^ 2 + B * 1 ^ 2 + 2 * G' * ((c - o) * 1))
      + wm * (A * (c - p) ^ 2 + B * (- 1) ^ 2 + 2 * G' * ((c - p) * - 1)))
      with ((wp + wm) * B + A * ((wp + wm) * c ^ 2 - 2 * c * (wp * o + wm * p) + (wp * o ^ 2 + wm * p ^ 2))
        + 2 * G' * ((wp - wm) * c - (wp * o - wm * p))) by ring.
    rewrite M1, M2, M3, W1, W2, S. pose proof (Rmult_le_compat_r E _ _ E0 A3). lra.
  - pose proof (sign_square _ (Signs i Hi Ni)) as S. pose proof (sign_square _ (Signs j Hj Nj)) as S'.
    set (c := theta i) in *. set (c' := theta j) in *.
    replace (wp * (A * (c - o) ^ 2 + B * (c' - o) ^ 2 + 2 * G' * ((c - o) * (c' - o)))
      + wm * (A * (c - p) ^ 2 + B * (c' - p) ^ 2 + 2 * G' * ((c - p) * (c' - p))))
      with (A * ((wp + wm) * c ^ 2 - 2 * c * (wp * o + wm * p) + (wp * o ^ 2 + wm * p ^ 2))
        + B * ((wp + wm) * c' ^ 2 - 2 * c' * (wp * o + wm * p) + (wp * o ^ 2 + wm * p ^ 2))
        + 2 * G' * ((wp + wm) * (c * c') - (c + c') * (wp * o + wm * p) + (wp * o ^ 2 + wm * p ^ 2))) by ring.
    rewrite M1, M2, W1, S, S'. assert (E * (A + B + 2 * G') <= E * 3) by (apply Rmult_le_compat_l; lra). lra.
Qed.

Lemma weights : 0 <= wp /\ 0 <= wm /\ wp + wm = 1.
Proof. unfold wp, wm, t. repeat split; lra. Qed.

(** The potential of pairs, in the mean over both signs. *)
Theorem mean_of_forms : wp * (squares d x (phi 1) + q d x (phi 1)) + wm * (squares d x (phi (- 1)) + q d x (phi (- 1)))
  <= squares d x (fun _ => 1) + q d x theta + 3 * E * total d x.
Proof.
  destruct weights as (Wp & Wm & W).
  assert (wp * (squares d x (phi 1) + mixed d x (phi 1)) + wm * (squares d x (phi (- 1)) + mixed d x (phi (- 1)))
    <= squares d x (fun _ => 1) + mixed d x theta + 3 * E * total d x) as A.
  { unfold squares, mixed, total.
    apply Rle_trans with (psum d (fun i j => g x i j * (wp * (Ai x i j * phi 1 i ^ 2 + Aj x i j * phi 1 j ^ 2
      + 2 * Ga x i j * (phi 1 i * phi 1 j)) + wm * (Ai x i j * phi (- 1) i ^ 2 + Aj x i j * phi (- 1) j ^ 2
      + 2 * Ga x i j * (phi (- 1) i * phi (- 1) j)))) / 2).
    - right. rewrite (psum_ext d (fun i j => g x i j * (wp * (Ai x i j * phi 1 i ^ 2 + Aj x i j * phi 1 j ^ 2
        + 2 * Ga x i j * (phi 1 i * phi 1 j)) + wm * (Ai x i j * phi (- 1) i ^ 2 + Aj x i j * phi (- 1) j ^ 2
        + 2 * Ga x i j * (phi (- 1) i * phi (- 1) j))))
        (fun i j => (wp * (g x i j * (Ai x i j * phi 1 i ^ 2 + Aj x i j * phi 1 j ^ 2))
          + wp * (g x i j * (2 * Ga x i j * (phi 1 i * phi 1 j))))
          + (wm * (g x i j * (Ai x i j * phi (- 1) i ^ 2 + Aj x i j * phi (- 1) j ^ 2))
          + wm * (g x i j * (2 * Ga x i j * (phi (- 1) i * phi (- 1) j)))))) by (intros; ring).
      rewrite 3 psum_plus, 4 psum_scale. field.
    - apply Rle_trans with (psum d (fun i j => g x i j * (Ai x i j + Aj x i j
        + 2 * Ga x i j * (theta i * theta j) + 3 * E)) / 2).
      + apply Rmult_le_compat_r; [lra|]. apply psum_le. intros i j Hi Hj N. apply times_g. intros. now apply pair_mean.
      + right. rewrite (psum_ext d (fun i j => g x i j * (Ai x i j + Aj x i j + 2 * Ga x i j * (theta i * theta j) + 3 * E))
          (fun i j => (g x i j * (Ai x i j * 1 ^ 2 + Aj x i j * 1 ^ 2) + g x i j * (2 * Ga x i j * (theta i * theta j)))
            + 3 * E * g x i j)) by (intros; ring).
        rewrite 2 psum_plus, psum_scale. field. }
  assert (along d x theta ^ 2 <= wp * along d x (phi 1) ^ 2 + wm * along d x (phi (- 1)) ^ 2) as B.
  { rewrite <- along_mean. set (a := along d x (phi 1)). set (b := along d x (phi (- 1))).
    assert (0 <= wp * wm * (a - b) ^ 2) as P by (apply Rmult_le_pos; [now apply Rmult_le_pos|apply pow2_ge_0]).
    replace wm with (1 - wp) in * by lra. lra. }
  assert (3 / 5 * along d x theta ^ 2 / total d x
    <= wp * (3 / 5 * along d x (phi 1) ^ 2 / total d x) + wm * (3 / 5 * along d x (phi (- 1)) ^ 2 / total d x)) as C.
  { replace (wp * (3 / 5 * along d x (phi 1) ^ 2 / total d x) + wm * (3 / 5 * along d x (phi (- 1)) ^ 2 / total d x))
      with (3 / 5 * (wp * along d x (phi 1) ^ 2 + wm * along d x (phi (- 1)) ^ 2) / total d x) by (field; lra).
    apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|]. lra. }
  unfold q. lra.
Qed.

End Correction.
