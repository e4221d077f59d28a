(** The mean of the maximiser as the noise vanishes, where it is that over the best points, and as it grows, where it is
    that at 0; and two scores under Gumbel noise. *)

From Coq Require Import Reals Lra Lia Arith.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Rising Vectors LogSumExp Conjugate Euclid EuclidDuality MeanValue PerturbedMaximum.
From TightMax Require Import ShiftedNoise FarNoise GumbelVariable GumbelWinner GumbelSoftmax.
Open Scope R_scope.

(** A best point at theta that is the best of these for z. *)
Definition best_of_best (d N : nat) (y : nat -> vec) (theta z : vec) (j : nat) : Prop :=
  is_best d N y theta j /\ forall k, is_best d N y theta k -> dot d (y k) z <= dot d (y j) z.

(** The points of a set of indices coincide. *)
Definition one_point (d : nat) (y : nat -> vec) (A : nat -> Prop) : Prop :=
  forall j k, A j -> A k -> forall i, (i < d)%nat -> y j i = y k i.

Section Limit.
Context {W : Type} (P : mean_value W).
Variables (d N : nat) (y : nat -> vec) (Z : W -> vec).
Hypothesis HN : (1 <= N)%nat.
Hypothesis HZ : forall i, (i < d)%nat -> integrable P (fun w => Z w i).
Hypothesis Hnorm : integrable P (fun w => norm2 d (Z w)).

Let R0 := largest N (fun j => norm2 d (y j)).

(** Inner products of two points differ by at most 2 R |u|. *)
Lemma scores_apart u j k : (j < N)%nat -> (k < N)%nat -> dot d (y j) u - dot d (y k) u <= 2 * R0 * norm2 d u.
Proof.
  intros Hj Hk. pose proof (dot_le_norm2 d (y j) u) as A. pose proof (dot_le_norm2 d (y k) (scale (-1) u)) as B.
  rewrite dot_scale_r in B. assert (E : norm2 d (scale (-1) u) = norm2 d u).
  { unfold norm2. f_equal. apply sum_ext. intros i _. unfold scale. ring. }
  rewrite E in B. pose proof (norm2_nonneg d u) as Pu.
  pose proof (Rmult_le_compat_r _ _ _ Pu (largest_entry N (fun j => norm2 d (y j)) j Hj)) as A'.
  pose proof (Rmult_le_compat_r _ _ _ Pu (largest_entry N (fun j => norm2 d (y j)) k Hk)) as B'.
  cbv beta in A', B'. fold R0 in A', B'. lra.
Qed.

Variables (theta : vec) (g eps : R).
Hypotheses (Hg : 0 < g) (He : 0 < eps).
Hypothesis Gap : forall j, (j < N)%nat -> ~ is_best d N y theta j -> dot d (y j) theta + g <= best_value d N y theta.

(** The score under noise. *)
Lemma score_under_noise j z : dot d (y j) (noisy eps theta z) = dot d (y j) theta + eps * dot d (y j) z.
Proof. unfold noisy. now rewrite dot_add_r, dot_scale_r. Qed.

Lemma best_or_not j : (j < N)%nat -> is_best d N y theta j \/ ~ is_best d N y theta j.
Proof.
  intros Hj. destruct (Req_dec (dot d (y j) theta) (best_value d N y theta)) as [E|E]; [left; now split|].
  right. intros [_ H]. contradiction.
Qed.

(** Small noise: the best points are the best of the best. *)
Lemma best_under_small_noise z j : 2 * R0 * (eps * norm2 d z) < g ->
  is_best d N y (noisy eps theta z) j <-> best_of_best d N y theta z j.
Proof.
  intros Small. set (F := best_value d N y theta) in *.
  assert (Sc : forall k l, (k < N)%nat -> (l < N)%nat -> eps * dot d (y k) z - eps * dot d (y l) z < g).
  { intros k l Hk Hl. pose proof (Rmult_le_compat_l eps _ _ ltac:(lra) (scores_apart z k l Hk Hl)) as A. lra. }
  destruct (value_attained d N y HN theta) as (b & Hb & Eb). fold F in Eb.
  assert (Bb : is_best d N y theta b) by (split; [exact Hb|now symmetry]). split.
  - intros [Hj Ej].
    assert (Above : forall k, (k < N)%nat -> dot d (y k) (noisy eps theta z) <= dot d (y j) (noisy eps theta z)).
    { intros k Hk. rewrite Ej. now apply value_above. }
    assert (Bj : is_best d N y theta j).
    { destruct (best_or_not j Hj) as [B|B]; [exact B|exfalso]. pose proof (Gap j Hj B) as G. fold F in G.
      pose proof (Above b Hb) as A. rewrite 2 score_under_noise in A. pose proof (Sc j b Hj Hb) as S. lra. }
    split; [exact Bj|]. intros k [Hk Ek]. destruct Bj as [_ Bj]. pose proof (Above k Hk) as A.
    rewrite 2 score_under_noise, Ek, Bj in A. apply (Rmult_le_reg_l eps); [exact He|lra].
  - intros [[Hj Ej] Best]. split; [exact Hj|]. apply Rle_antisym; [now apply value_above|].
    destruct (value_attained d N y HN (noisy eps theta z)) as (k & Hk & ->). rewrite 2 score_under_noise, Ej. fold F.
    destruct (best_or_not k Hk) as [B|B].
    + pose proof (Best k B) as A. apply (Rmult_le_compat_l eps) in A; [|lra]. destruct B as [_ ->]. fold F. lra.
    + pose proof (Gap k Hk B) as G. fold F in G. pose proof (Sc k j Hk Hj) as S. lra.
Qed.

(** Choices that agree where the noise is small, but for an event of probability 0, have means that are close. *)
Lemma means_close best best0 (I : W -> R) : (forall w, (best w < N)%nat) -> (forall w, (best0 w < N)%nat) ->
  measurable_choice P best -> measurable_choice P best0 -> integrable P I -> mean P I = 0 ->
  (forall w, 0 <= I w /\ (2 * R0 * (eps * norm2 d (Z w)) < g -> I w < 1 ->
    forall i, (i < d)%nat -> y (best w) i = y (best0 w) i)) ->
  norm2 d (sub (mean_point P y best) (mean_point P y best0)) <= 4 * eps * R0 ^ 2 * mean P (fun w => norm2 d (Z w)) / g.
Proof.
  intros B B0 M M0 II EI H. set (u := sub (mean_point P y best) (mean_point P y best0)).
  destruct (mean_of_choice P N best B M) as [A _]. destruct (mean_of_choice P N best0 B0 M0) as [A0 _].
  set (X := fun w => dot d (y (best w)) u - dot d (y (best0 w)) u).
  assert (IX : integrable P X).
  { apply integrable_minus; [apply (A (fun j => dot d (y j) u))|apply (A0 (fun j => dot d (y j) u))]. }
  assert (Dot : forall b, (forall v : nat -> R, integrable P (fun w => v (b w))) ->
    mean P (fun w => dot d (y (b w)) u) = dot d (mean_point P y b) u).
  { intros b Ib. unfold dot. destruct (integrable_sum P d (fun i w => y (b w) i * u i)) as [_ E].
    - intros i _. apply (Ib (fun j => y j i * u i)).
    - rewrite E. apply sum_ext. intros i _. rewrite (mean_ext P _ (fun w => u i * y (b w) i)) by (intros; ring).
      rewrite mean_scale by apply (Ib (fun j => y j i)). unfold mean_point. ring. }
  assert (EX : mean P X = norm2 d u ^ 2).
  { unfold X. rewrite (mean_ext P _ (fun w => 1 * dot d (y (best w)) u + -1 * dot d (y (best0 w)) u)) by (intros; ring).
    rewrite mean_of_linear by (apply (A (fun j => dot d (y j) u)) || apply (A0 (fun j => dot d (y j) u))).
    rewrite (Dot best) by (intros v; apply A). rewrite (Dot best0) by (intros v; apply A0).
    rewrite norm2_square. unfold u at 3. rewrite dot_sub_l. ring. }
  set (c := 2 * R0 * (eps / g)). set (q := 2 * R0 * norm2 d u).
  assert (PR : 0 <= R0).
  { eapply Rle_trans; [apply (norm2_nonneg d (y 0%nat))|].
    apply (largest_entry N (fun j => norm2 d (y j)) 0%nat). lia. }
  pose proof (norm2_nonneg d u) as Pu. assert (Pq : 0 <= q) by (unfold q; apply Rmult_le_pos; lra).
  assert (Pc : 0 <= c) by (unfold c; apply Rmult_le_pos; [lra|left; now apply Rdiv_lt_0_compat]).
  assert (L : mean P X <= q * c * mean P (fun w => norm2 d (Z w)) + q * mean P I).
  { rewrite <- mean_of_linear by assumption.
    apply (mean_monotone _ P); [exact IX|now apply integrable_linear|]. intros w. destruct (H w) as [PI0 Same].
    pose proof (norm2_nonneg d (Z w)) as PZ. assert (Q1 : 0 <= c * norm2 d (Z w)) by now apply Rmult_le_pos.
    pose proof (scores_apart u (best w) (best0 w) (B w) (B0 w)) as Far. fold q in Far.
    assert (Enough : 1 <= c * norm2 d (Z w) + I w -> X w <= q * c * norm2 d (Z w) + q * I w).
    { intros Q. unfold X. apply (Rmult_le_compat_l q) in Q; lra. }
    destruct (Rlt_dec (2 * R0 * (eps * norm2 d (Z w))) g) as [S|S].
    - destruct (Rlt_dec (I w) 1) as [J|J]; [|apply Enough; lra].
      unfold X. rewrite (dot_ext d (y (best w)) (y (best0 w)) u u) by (try reflexivity; now apply Same).
      pose proof (Rmult_le_pos _ _ Pq Q1) as T1. pose proof (Rmult_le_pos _ _ Pq PI0) as T2. lra.
    - apply Enough. assert (1 <= c * norm2 d (Z w)); [|lra].
      replace (c * norm2 d (Z w)) with (2 * R0 * (eps * norm2 d (Z w)) / g) by (unfold c; field; lra).
      apply (Rmult_le_reg_r g); [exact Hg|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  rewrite EX, EI in L. set (m := mean P (fun w => norm2 d (Z w))) in *.
  replace (4 * eps * R0 ^ 2 * m / g) with (2 * R0 * c * m) by (unfold c; field; lra).
  destruct Pu as [Pu|Pu].
  - apply (Rmult_le_reg_l (norm2 d u)); [exact Pu|]. unfold q in L. simpl in L. lra.
  - rewrite <- Pu. apply Rmult_le_pos; [apply Rmult_le_pos; lra|]. unfold m. rewrite <- (mean_const P 0) at 1.
    apply (mean_monotone _ P); [apply integrable_const|exact Hnorm|]. intros w. apply norm2_nonneg.
Qed.
End Limit.

(** ** Two scores under Gumbel noise *)

(** 1 + h + h^2/2 <= e^h for h >= 0. *)
Lemma exp_above_square h : 0 <= h -> h ^ 2 / 2 <= exp h.
Proof.
  intros Hh. enough (exp 0 - 1 - 0 - 0 ^ 2 / 2 <= exp h - 1 - h - h ^ 2 / 2) as X by (rewrite exp_0 in X; lra).
  apply (rises_between (fun s => exp s - 1 - s - s ^ 2 / 2) (fun s => exp s - 1 - s)); [exact Hh| |].
  - intros s _. auto_derive; [trivial|field].
  - intros s _. pose proof (exp_ineq1_le s) as E. lra.
Qed.

(** The first weight as a function of the difference a of the scores. *)
Definition first_weight (eps a : R) : R := / (1 + exp (- (a / eps))).

Lemma first_weight_derive (eps a : R) : 0 < eps ->
  is_derive (first_weight eps) a (first_weight eps a * (1 - first_weight eps a) / eps).
Proof.
  intros He. unfold first_weight. pose proof (exp_pos (- (a / eps))) as P. auto_derive; [unfold Rdiv in P; lra|].
  change (a * / eps) with (a / eps). set (e := exp (- (a / eps))) in *. field. split; lra.
Qed.

Lemma first_weight_facts eps a : 0 < eps -> let w := first_weight eps a in
  0 < w < 1 /\ w * (1 - w) / eps <= 1 / (4 * eps) /\ w * (1 - w) <= exp (- (a / eps)) /\ 1 - exp (- (a / eps)) <= w.
Proof.
  intros He w. unfold w, first_weight. set (e := exp (- (a / eps))). assert (P : 0 < e) by apply exp_pos.
  assert (Q : 0 < / (1 + e)) by (apply Rinv_0_lt_compat; lra).
  assert (S : / (1 + e) * (1 + e) = 1) by (field; lra). set (v := / (1 + e)) in *.
  assert (V : v < 1) by nra. assert (E : 1 - v = v * e) by lra.
  assert (Le : v * e <= 1 * e) by (apply Rmult_le_compat_r; lra).
  split; [lra|]. split; [|split; [|lra]].
  - unfold Rdiv. rewrite Rinv_mult. rewrite <- Rmult_assoc.
    apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|].
    pose proof (Rle_0_sqr (v - 1 / 2)) as X. unfold Rsqr in X. lra.
  - rewrite E. apply Rle_trans with (1 * (1 * e)); [|lra]. apply Rmult_le_compat; lra.
Qed.

(** In perturbed-maximum let all points that are not best at theta be worse by at least g > 0. Let best be a choice of a
    best point under the noise, and best0 one of a best point for Z among those that are best at theta, whose points
    coincide but for an event of probability 0 (where I is at least 1), or let both be determined by the set from which
    they are chosen. Then |y_eps(theta) - y_0| <= 4 eps R^2 E|Z|/g, where y_0 is the mean of the point best0: the best
    point at theta if there is only one. For two scores and Gumbel noise the first weight w at a = theta_1 - theta_2 > 0
    satisfies 1 - e^{-a/eps} <= w <= 1 and 1/2 <= w <= 1/2 + a/(4 eps); its derivative w(1 - w)/eps is at most
    e^{-a/eps}/eps and 2 eps/a^2, and 1/(4 eps) at a = 0. *)
Theorem perturbed_limits :
  (forall W (P : mean_value W) d N (y : nat -> vec) (Z : W -> vec), (1 <= N)%nat ->
    (forall i, (i < d)%nat -> integrable P (fun w => Z w i)) -> integrable P (fun w => norm2 d (Z w)) ->
    let R0 := largest N (fun j => norm2 d (y j)) in
    forall theta g, 0 < g ->
    (forall j, (j < N)%nat -> ~ is_best d N y theta j -> dot d (y j) theta + g <= best_value d N y theta) ->
    forall best0, measurable_choice P best0 -> (forall w, best_of_best d N y theta (Z w) (best0 w)) ->
    (forall eps best, 0 < eps -> best_choice P d N y Z eps theta best ->
      (exists I, integrable P I /\ mean P I = 0 /\
        forall w, 0 <= I w /\ (I w < 1 -> one_point d y (best_of_best d N y theta (Z w)))) \/
      (exists choose : (nat -> Prop) -> nat, (forall A B, (forall j, A j <-> B j) -> choose A = choose B) /\
        forall w, best w = choose (is_best d N y (noisy eps theta (Z w))) /\
          best0 w = choose (best_of_best d N y theta (Z w))) ->
      norm2 d (sub (mean_point P y best) (mean_point P y best0)) <=
        4 * eps * R0 ^ 2 * mean P (fun w => norm2 d (Z w)) / g) /\
    forall j, (forall k, is_best d N y theta k -> k = j) -> forall i, mean_point P y best0 i = y j i) /\
  (forall W (P : mean_value W) d N (y : nat -> vec) (Z : W -> vec), (1 <= N)%nat ->
    (forall i, (i < d)%nat -> integrable P (fun w => Z w i)) ->
    forall nu grad, has_density P d Z nu -> continuously_differentiable d nu grad ->
    (forall i, (i < d)%nat -> integrable P (fun w => grad (Z w) i)) ->
    let R0 := largest N (fun j => norm2 d (y j)) in
    forall M, is_lub (fun m => exists u, norm2 d u = 1 /\ m = mean P (fun w => Rabs (dot d (grad (Z w)) u))) M ->
    forall eps theta best best0, 0 < eps ->
    best_choice P d N y Z eps theta best -> best_choice P d N y Z 1 zero best0 ->
      norm2 d (sub (mean_point P y best) (mean_point P y best0)) <= R0 * M * norm2 d theta / eps) /\
  forall eps, 0 < eps ->
    (forall theta, let w := first_weight eps (theta 0%nat - theta 1%nat) in softmax 2 (scale (/ eps) theta) 0%nat = w /\
      gumbel_means 2 (fun z => vertex (first_best 2 (noisy eps theta z)) 0%nat) w) /\
    (forall a, is_derive (first_weight eps) a (first_weight eps a * (1 - first_weight eps a) / eps)) /\
    first_weight eps 0 * (1 - first_weight eps 0) / eps = 1 / (4 * eps) /\
    forall a, 0 < a -> let w := first_weight eps a in
      1 - exp (- (a / eps)) <= w <= 1 /\ 1 / 2 <= w <= 1 / 2 + a / (4 * eps) /\
      w * (1 - w) / eps <= / eps * exp (- (a / eps)) /\ w * (1 - w) / eps <= 2 * eps / a ^ 2.
Proof.
  split.
  - intros W P d N y Z HN HZ Hnorm R0 theta g Hg Gap best0 M0 B0. split.
    + intros eps best He [M B] Cond.
      assert (Same : exists I, integrable P I /\ mean P I = 0 /\ forall w, 0 <= I w /\
        (2 * R0 * (eps * norm2 d (Z w)) < g -> I w < 1 -> forall i, (i < d)%nat -> y (best w) i = y (best0 w) i)).
      { destruct Cond as [(I & II & EI & U)|(choose & Resp & Det)].
        - exists I. split; [exact II|]. split; [exact EI|]. intros w. destruct (U w) as [PI0 One]. split; [exact PI0|].
          intros Small J. apply (One J); [|apply B0].
          now apply (best_under_small_noise d N y HN theta g eps He Gap (Z w) (best w) Small).
        - exists (fun _ => 0). split; [apply integrable_const|]. split; [apply mean_const|]. intros w. split; [lra|].
          intros Small _ i _. destruct (Det w) as [-> ->]. f_equal. apply Resp. intros j.
          now apply (best_under_small_noise d N y HN theta g eps He Gap). }
      destruct Same as (I & II & EI & S).
      apply (means_close P d N y Z HN Hnorm g eps Hg He best best0 I); try assumption.
      * intros w. apply B.
      * intros w. apply B0.
    + intros j Only i. unfold mean_point. rewrite (mean_ext P _ (fun _ => y j i)); [apply mean_const|]. intros w.
      now rewrite (Only (best0 w) (proj1 (B0 w))).
  - split.
    { intros W P d N y Z HN HZ nu grad Density Smooth Score R0 M [Above _] eps theta best best0 He C C0.
      apply (means_far P d N y Z nu grad HN HZ Density Smooth Score M eps theta best best0); try assumption.
      intros u Nu. apply Above. now exists u. }
    intros eps He. assert (Half : first_weight eps 0 = 1 / 2).
    { unfold first_weight. replace (- (0 / eps)) with 0 by (field; lra). rewrite exp_0. field. }
    split; [|split; [intros a; now apply first_weight_derive|split; [rewrite Half; field; lra|]]].
    + intros theta w. assert (E : softmax 2 (scale (/ eps) theta) 0%nat = w).
      { unfold w, first_weight, softmax, scale. cbn [sum]. rewrite Rplus_0_l.
        replace (- ((theta 0%nat - theta 1%nat) / eps))
          with (/ eps * theta 1%nat - / eps * theta 0%nat) by (field; lra).
        unfold Rminus. rewrite exp_plus, exp_Ropp. pose proof (exp_pos (/ eps * theta 0%nat)) as P0.
        pose proof (exp_pos (/ eps * theta 1%nat)) as P1. field. split; lra. }
      split; [exact E|]. rewrite <- E. destruct gumbel_softmax as (gamma & _ & _ & _ & G & _).
      apply (G 2%nat eps theta ltac:(lia) He); lia.
    + intros a Ha w. destruct (first_weight_facts eps a He) as ([W0 W1] & Q & X & L). fold w in W0, W1, Q, X, L.
      assert (Ie : 0 < / eps) by now apply Rinv_0_lt_compat. split; [lra|]. split; [split|split].
      * rewrite <- Half. apply (rises_between (first_weight eps)
          (fun s => first_weight eps s * (1 - first_weight eps s) / eps)).
        -- lra.
        -- intros s _. now apply first_weight_derive.
        -- intros s _. destruct (first_weight_facts eps s He) as ([S0 S1] & _). apply Rle_mult_inv_pos; [nra|exact He].
      * enough (0 / (4 * eps) - first_weight eps 0 <= a / (4 * eps) - first_weight eps a) as Y.
        { rewrite Half in Y. fold w in Y. unfold Rdiv in Y at 1. rewrite Rmult_0_l in Y. lra. }
        apply (rises_between (fun s => s / (4 * eps) - first_weight eps s)
          (fun s => 1 / (4 * eps) - first_weight eps s * (1 - first_weight eps s) / eps)); [lra| |].
        -- intros s _. apply derive_minus; [|now apply first_weight_derive]. auto_derive; [trivial|]. field. lra.
        -- intros s _. destruct (first_weight_facts eps s He) as (_ & S & _). lra.
      * unfold Rdiv at 1. rewrite Rmult_comm. apply Rmult_le_compat_l; lra.
      * set (h := a / eps) in *. assert (Ph : 0 < h) by now apply Rdiv_lt_0_compat.
        pose proof (exp_above_square h ltac:(lra)) as S. rewrite exp_Ropp in X.
        assert (Y : / exp h <= / (h ^ 2 / 2)) by (apply Rinv_le_contravar; [simpl; nra|exact S]).
        replace (2 * eps / a ^ 2) with (/ (h ^ 2 / 2) * / eps) by (unfold h; field; lra).
        apply Rmult_le_compat_r; lra.
Qed.
