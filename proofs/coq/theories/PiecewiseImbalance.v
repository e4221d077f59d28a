(** Under the potential of the piecewise lower bound the least imbalance costs no more than the entries give back:
    where the arguments for single entries end, by the search in PiecewiseSearched.v. *)

From Coq Require Import Reals Lra Lia Arith ZArith List Bool Permutation Classical.
From TightMax Require Import Vectors LeastImbalance SplitSavings.
From TightMax Require Import PiecewiseSearch PiecewiseSound PiecewiseBoxes PiecewiseWeight PiecewiseSearched.
Import ListNotations.
Open Scope R_scope.

(** ** Sums over sets as sums of lists *)

Definition members (d : nat) (J : nat -> bool) : list nat := filter J (seq 0 d).

Lemma members_spec d J i : In i (members d J) <-> (i < d)%nat /\ J i = true.
Proof. unfold members. rewrite filter_In, in_seq. split; intros [H E]; split; auto; lia. Qed.

Lemma members_distinct d J : NoDup (members d J).
Proof. apply NoDup_filter, seq_NoDup. Qed.

Lemma total_members d (f : vec) J : total (map f (members d J)) = part d f J.
Proof.
  unfold members, part. induction d as [|d IH]; [reflexivity|].
  rewrite seq_S, filter_app, map_app, total_app, IH. simpl. destruct (J d); simpl; ring.
Qed.

(** Each sum of entries of a list without repetition is the sum over a set. *)
Lemma sums_part d (f : vec) : forall l, NoDup l -> (forall i, In i l -> (i < d)%nat) ->
  forall a, In a (sums (map f l)) -> exists J, (forall i, J i = true -> In i l) /\ part d f J = a.
Proof.
  induction l as [|k l IH]; intros Hl Hd a Ha.
  - destruct Ha as [<-|[]]. exists (fun _ => false). split; [discriminate|]. unfold part. apply sum_zero.
  - inversion Hl as [|? ? Nk Hl']; subst. change (map f (k :: l)) with (f k :: map f l) in Ha.
    apply sums_cons in Ha.
    destruct Ha as [Ha|Ha]; (destruct (IH Hl' (fun i Hi => Hd i (or_intror Hi)) _ Ha) as (J & HJ & E)).
    + exists J. split; [|exact E]. intros i Hi. right. now apply HJ.
    + exists (fun i => J i || Nat.eqb i k). split.
      * intros i Hi. apply orb_prop in Hi. destruct Hi as [Hi|Hi]; [right; now apply HJ|left].
        apply Nat.eqb_eq in Hi. now subst.
      * rewrite part_union, part_single, E; [ring|apply Hd; now left|].
        intros i Hi Ei. apply Nat.eqb_eq in Ei. subst i. now apply Nk, HJ.
Qed.

(** ** The entries lie in the cells *)

Lemma covered_app w cells es fs : Forall (fun e => exists c, hd_error cells = Some c /\ fits w e c) es ->
  covered w cells fs -> covered w cells (es ++ fs).
Proof.
  induction 1 as [|e es (c & E & F) _ IH]; intros H; [exact H|]. destruct cells as [|k cells]; [discriminate|].
  injection E as ->. simpl. apply covered_take; auto.
Qed.

(** In some order: first those in the first cell. *)
Lemma covered_permuted w : forall cells es, (forall e, In e es -> exists c, In c cells /\ fits w e c) ->
  exists fs, Permutation es fs /\ covered w cells fs.
Proof.
  induction cells as [|k cells IH]; intros es H.
  - destruct es as [|e es]; [exists []; split; constructor|]. destruct (H e (or_introl eq_refl)) as (c & [] & _).
  - assert (exists fs gs, Permutation es (fs ++ gs) /\ Forall (fun e => fits w e k) fs /\
      forall e, In e gs -> exists c, In c cells /\ fits w e c) as (fs & gs & Pe & Hf & Hg).
    { induction es as [|e es IHe]; [exists [], []; repeat split; auto; easy|].
      destruct (IHe (fun f Hf => H f (or_intror Hf))) as (fs & gs & Pe & Hf & Hg).
      destruct (H e (or_introl eq_refl)) as (c & [<-|I] & F).
      - exists (e :: fs), gs. repeat split; auto. simpl. now constructor.
      - exists fs, (e :: gs). repeat split; auto.
        + eapply Permutation_trans; [apply perm_skip, Pe|apply Permutation_middle].
        + intros f [<-|J]; [now exists c|now apply Hg]. }
    destruct (IH gs Hg) as (hs & Pg & Hh). exists (fs ++ hs). split.
    + eapply Permutation_trans; [exact Pe|]. now apply Permutation_app_head.
    + apply covered_app; [|now constructor]. eapply Forall_impl; [|exact Hf]. intros e F. now exists k.
Qed.

(* No tactic is to evaluate the search. *)
Local Opaque all_larger.

(** An imbalance lies in one of the intervals. *)
Lemma interval_of (t : R) : forall l a, all_searched (a :: l) = true -> IZR a <= t -> t <= IZR (last (a :: l) 0%Z) ->
  l <> [] -> exists k h, searched k h = true /\ IZR k <= t <= IZR h.
Proof.
  induction l as [|b l IH]; intros a H Ha Hb N; [easy|]. clear N.
  cbn [all_searched] in H. apply andb_prop in H. destruct H as [H1 H2].
  destruct (Rle_lt_dec t (IZR b)) as [L|L]; [now exists a, b|].
  destruct l as [|c l]; [simpl in Hb; lra|]. apply (IH b); [exact H2|lra|exact Hb|discriminate].
Qed.

Lemma interval_of_list s t a l : s = a :: l -> all_searched s = true -> IZR a <= t -> t <= IZR (last s 0%Z) ->
  l <> [] -> exists k h, searched k h = true /\ IZR k <= t <= IZR h.
Proof. intros -> H Ha Hb N. exact (interval_of t l a H Ha Hb N). Qed.

Lemma imbalance_searched t : 630 <= t <= 2800 -> exists k h, searched k h = true /\ IZR k <= t <= IZR h.
Proof.
  intros [H1 H2]. exact (interval_of_list steps t 630 _ eq_refl search_succeeds H1 H2 ltac:(discriminate)).
Qed.

Section Split.

Variables (d : nat) (x : vec) (P : nat -> bool).
Hypothesis Hx : simplex d x.
Hypothesis small : forall i, (i < d)%nat -> x i <= 1 / 2.
Hypothesis even : even_split d x P.

Let p := part d x P.
Let q := part d x (other P).
Let total1 : p + q = 1 := split_total d x P Hx.
Let order : q <= p := split_order d x P even.
Let entry0 : forall i, (i < d)%nat -> 0 <= x i := entry_nonneg d x Hx.
Let saved : vec := fun i => x i * weight (x i).
Let corner0 : 0 <= 9 / 80 := ltac:(lra).
Let saved_nonneg : forall i, (i < d)%nat -> 0 <= saved i :=
  SplitSavings.saved_nonneg weight (9 / 80) corner0 weight_floor d x Hx small.
Let t := p - q.

(** The least positive entry of the larger part is more than 9/80, and so is 1 - 2x_i for every entry. *)
Section Beyond.

Variable ia : nat.
Hypothesis Hia : (ia < d)%nat.
Hypothesis Pa : P ia = true.
Hypothesis Ha0 : 0 < x ia.
Hypothesis least : forall i, (i < d)%nat -> P i = true -> 0 < x i -> x ia <= x i.
Hypothesis half : 2 * x ia <= p.
Hypothesis heavy : 9 / 80 < x ia.
Hypothesis light : forall i, (i < d)%nat -> x i <= (1 - 9 / 80) / 2.

Lemma imbalance_third : 3 * t <= 1.
Proof. pose proof (entry_ge_delta d x P even ia Hia Pa Ha0) as H. fold p q in H. unfold t. lra. Qed.

(** A small imbalance needs no search. *)
Lemma small_imbalance : t <= 3 / 40 -> t ^ 2 * (p * q) <= part d saved P * q ^ 2 + part d saved (other P) * p ^ 2.
Proof.
  intros T. assert (0 <= part d saved (other P)) as HB by (apply part_nonneg; exact saved_nonneg).
  assert ((9 / 80) ^ 2 * p <= part d saved P) as SA.
  { apply (saved_part weight d x Hx). intros i Hi E H0. pose proof (least i Hi E H0). pose proof (light i Hi).
    apply weight_floor; lra. }
  assert (0 <= t) as T0 by (unfold t; lra).
  assert (t ^ 2 <= (3 / 40) ^ 2) as T2 by (apply pow_incr; lra).
  assert (0 <= p * q) as PQ by (apply Rmult_le_pos; unfold t in *; lra).
  assert (t ^ 2 * (p * q) <= (3 / 40) ^ 2 * (p * q)) as K1 by (apply Rmult_le_compat_r; assumption).
  assert ((3 / 40) ^ 2 * (p * q) <= (9 / 80) ^ 2 * (p * q) * q) as K2.
  { assert (37 / 80 <= q) as Q by (unfold t in *; lra).
    pose proof (Rmult_le_compat_l (p * q) _ _ PQ Q). lra. }
  pose proof (Rmult_le_compat_r (q ^ 2) _ _ (pow2_ge_0 q) SA). pose proof (Rmult_le_pos _ _ HB (pow2_ge_0 p)). lra.
Qed.

(** The positive entries of the larger part, and those of the smaller one from the imbalance on. *)
Definition positive : nat -> bool := fun i => P i && (if Rlt_dec 0 (x i) then true else false).
Definition heavy_part : nat -> bool := from x P t.
Definition length (i : nat) : R := IZR unit * x i.

Lemma positive_spec i : positive i = true -> P i = true /\ 0 < x i.
Proof.
  intros H. apply andb_prop in H. destruct H as [H1 H2]. split; [exact H1|]. now destruct (Rlt_dec 0 (x i)).
Qed.

Lemma part_positive f : (forall i, (i < d)%nat -> x i = 0 -> f i = 0) -> part d f positive = part d f P.
Proof.
  intros H. unfold part. apply sum_ext. intros i Hi. unfold positive. destruct (P i); [|reflexivity].
  simpl. destruct (Rlt_dec 0 (x i)); [reflexivity|]. symmetry. apply H; [exact Hi|].
  pose proof (entry0 i Hi). lra.
Qed.

Lemma part_length J : part d length J = IZR unit * part d x J.
Proof. apply part_scale. Qed.

Let dust : R := part d x (below x P t).

(** Exchanges of several entries: what is left of the smaller part can join them. *)
Lemma several_exchanged S T : (forall i, S i = true -> positive i = true) ->
  (forall i, T i = true -> heavy_part i = true) ->
  part d x S <= part d x T \/ part d x T + t + dust <= part d x S.
Proof.
  intros HS HT.
  assert (forall i, S i = true -> P i = true) as SP by (intros i Hi; apply positive_spec, HS, Hi).
  assert (forall i, T i = true -> P i = false) as TP.
  { intros i Hi. apply HT, from_spec in Hi. destruct Hi as [Hi _]. unfold other in Hi. now destruct (P i). }
  destruct (exchange_gap d x P even S T SP TP) as [G|G]; [right|now left]. fold p q in G.
  pose proof (exchange_by_steps d x P even S T (below x P t) SP TP) as K. fold p q in K.
  assert (part d x T + dust <= part d x S - (p - q)); [|unfold t; lra]. apply K; auto.
  - intros i Hi. unfold below in Hi. now destruct (P i).
  - intros i H1 H2. apply HT, from_spec in H1. destruct H1 as [_ H1]. unfold below in H2. apply andb_prop in H2.
    destruct H2 as [_ H2]. destruct (Rlt_dec (x i) t); [lra|discriminate].
  - intros i _ H2. unfold below in H2. apply andb_prop in H2. destruct H2 as [_ H2].
    fold t. destruct (Rlt_dec (x i) t); [assumption|discriminate].
Qed.

Lemma entries_arranged : arranged unit w (IZR unit * t) (map length (members d positive))
  (map length (members d heavy_part)) 0 (IZR unit * dust).
Proof.
  assert (0 < IZR unit) as U by (rewrite unit_value; lra).
  assert (0 <= t) as T0 by (unfold t; lra).
  assert (0 <= dust) as D0 by (apply part_nonneg; exact entry0).
  assert (forall e J, In e (map length (members d J)) -> exists i, e = length i /\ (i < d)%nat /\ J i = true) as Mem.
  { intros e J H. apply in_map_iff in H. destruct H as (i & <- & H). apply members_spec in H. now exists i. }
  assert (forall i, (i < d)%nat -> 2 * length i <= IZR unit - IZR unit * t) as Top.
  { intros i Hi. pose proof (entry_le_q d x P Hx small even i Hi) as L. fold q in L.
    pose proof (Rmult_le_compat_l (IZR unit) _ _ ltac:(lra) L). unfold length, t. replace p with (1 - q) by lra. lra. }
  assert (forall i, (i < d)%nat -> 0 <= w (length i)) as W.
  { intros i Hi. unfold w, length. replace (IZR unit * x i / IZR unit) with (x i) by (field; lra).
    apply Rmult_le_pos; [apply IZR_le; easy|]. apply weight_nonneg. auto. }
  assert (forall a b, In a (sums (map length (members d positive))) -> In b (sums (map length (members d heavy_part)))
    -> a <= b \/ b + IZR unit * t + IZR unit * dust <= a) as X.
  { intros a b Ha Hb.
    destruct (sums_part d length _ (members_distinct d _) (fun i Hi => proj1 (proj1 (members_spec _ _ _) Hi)) a Ha)
      as (S & HS & <-).
    destruct (sums_part d length _ (members_distinct d _) (fun i Hi => proj1 (proj1 (members_spec _ _ _) Hi)) b Hb)
      as (T & HT & <-).
    rewrite 2 part_length. destruct (several_exchanged S T) as [L|L].
    - intros i Hi. now apply HS, members_spec in Hi.
    - intros i Hi. now apply HT, members_spec in Hi.
    - left. apply Rmult_le_compat_l; lra.
    - right. pose proof (Rmult_le_compat_l (IZR unit) _ _ ltac:(lra) L). lra. }
  constructor.
  - apply Rmult_le_pos; lra.
  - rewrite total_members, part_length, part_positive by auto. fold p. unfold t. replace q with (1 - p) by lra. ring.
  - rewrite total_members, part_length. pose proof (from_below d x P t) as E. fold q dust in E.
    unfold heavy_part. replace dust with (q - part d x (from x P t)) by lra. unfold t.
    replace p with (1 - q) by lra. ring.
  - lra.
  - apply Rmult_le_pos; lra.
  - exact X.
  - intros e He. pose proof (sums_single _ _ He) as Hs. destruct (Mem e _ He) as (i & -> & Hi & E).
    split; [|split; [now apply Top|now apply W]]. apply positive_spec in E.
    destruct (X _ 0 Hs (sums_nil _)) as [L|L]; [|lra].
    pose proof (Rmult_lt_0_compat (IZR unit) (x i) U (proj2 E)). unfold length in L. lra.
  - intros e He. destruct (Mem e _ He) as (i & -> & Hi & E). apply from_spec in E.
    split; [|now apply W]. unfold length. apply Rmult_le_compat_l; lra.
Qed.

(** The savings of a set of entries, in the units of the search. *)
Lemma saved_members J :
  PiecewiseSound.saved w (map length (members d J)) = IZR unit * IZR scale * part d saved J.
Proof.
  unfold PiecewiseSound.saved. rewrite map_map, <- part_scale, <- total_members. f_equal. apply map_ext.
  intros i. unfold w, length, saved. replace (IZR unit * x i / IZR unit) with (x i); [ring|].
  field. rewrite unit_value. lra.
Qed.

Lemma large_imbalance : 3 / 40 < t -> t ^ 2 * (p * q) <= part d saved P * q ^ 2 + part d saved (other P) * p ^ 2.
Proof.
  intros T. pose proof imbalance_third as T3.
  destruct (imbalance_searched (IZR unit * t)) as (l & h & S & Hl & Hh); [rewrite unit_value; lra|].
  set (ps := map length (members d positive)). set (ns := map length (members d heavy_part)).
  assert (forall i, (i < d)%nat -> length i <= 3728) as Top.
  { intros i Hi. pose proof (light i Hi). unfold length. rewrite unit_value. lra. }
  destruct (covered_permuted w cells ps) as (qs & Pq & Cq).
  { intros e He. apply in_map_iff in He. destruct He as (i & <- & Hi). apply members_spec in Hi.
    destruct Hi as [Hi E]. apply positive_spec in E. apply cell_of. split; [|now apply Top].
    pose proof (least i Hi (proj1 E) (proj2 E)). unfold length. rewrite unit_value. lra. }
  destruct (covered_permuted w (descending l) ns) as (ms & Pm & Cm).
  { intros e He. apply in_map_iff in He. destruct He as (i & <- & Hi). apply members_spec in Hi.
    destruct Hi as [Hi E]. apply from_spec in E.
    assert (IZR l <= length i) as L by (unfold length; rewrite unit_value in *; lra). unfold descending.
    destruct (Rlt_le_dec (length i) 945) as [C|C].
    - exists (tangent_cell l). split.
      + apply in_or_app. right. destruct (Z.ltb_spec l 945) as [M|M]; [now left|]. apply IZR_le in M. lra.
      + apply tangent_fits; [exact L| |lra]. unfold length. rewrite unit_value. pose proof (entry0 i Hi). lra.
    - destruct (cell_of (length i)) as (c & I & F); [split; [exact C|now apply Top]|].
      exists c. split; [|exact F]. apply in_or_app. left. now apply in_rev in I. }
  assert (arranged unit w (IZR unit * t) qs ms 0 (IZR unit * dust)) as Arr.
  { apply (arranged_partial unit w _ ps qs ms ns []); [exact Pq| |exact entries_arranged].
    rewrite app_nil_r. now apply Permutation_sym. }
  assert (within w (IZR unit * t) [] [] (IZR unit * dust) (Box l h [] [] unit)) as Hb.
  { constructor; simpl; [now split|constructor|constructor|].
    assert (dust <= q); [|rewrite unit_value; unfold t in *; lra].
    pose proof (from_below d x P t) as E. fold q dust in E.
    pose proof (part_nonneg d x (from x P t) entry0). lra. }
  pose proof (all_larger_sound unit scale eq_refl eq_refl w (IZR unit * t) qs ms (IZR unit * dust) 40 (descending l)
    Arr Cm 100 cells (Box l h [] [] unit) [] qs (Permutation_refl qs) Cq Hb S) as K.
  rewrite <- (saved_perm w _ _ Pq), <- (saved_perm w _ _ Pm) in K. unfold ps, ns in K. rewrite 2 saved_members in K.
  assert (part d saved heavy_part <= part d saved (other P)) as HB.
  { unfold part. apply sum_le. intros i Hi. pose proof (saved_nonneg i Hi). unfold heavy_part, from.
    destruct (other P i), (Rlt_dec (x i) t); simpl; lra. }
  rewrite part_positive in K by (intros i _ E; unfold saved; rewrite E; ring).
  unfold pays in K. set (A := part d saved P) in *. set (B := part d saved heavy_part) in *.
  assert (0 < IZR unit) as U by (rewrite unit_value; lra). assert (0 < IZR scale) as C by (apply IZR_lt; reflexivity).
  set (u := IZR unit) in *. set (c := IZR scale) in *.
  assert (t ^ 2 * (p * q) <= A * q ^ 2 + B * p ^ 2) as K1.
  { apply Rmult_le_reg_l with (4 * (c * u ^ 4));
      [apply Rmult_lt_0_compat; [lra|apply Rmult_lt_0_compat; [exact C|now apply pow_lt]]|].
    replace (u - u * t) with (u * (2 * q)) in K by (unfold t; replace p with (1 - q) by lra; ring).
    replace (u + u * t) with (u * (2 * p)) in K by (unfold t; replace q with (1 - p) by lra; ring). lra. }
  pose proof (Rmult_le_compat_r (p ^ 2) _ _ (pow2_ge_0 p) HB). lra.
Qed.

End Beyond.

(** The inequality that the direction needs, in every case. *)
Lemma piecewise_imbalance_paid :
  (p - q) ^ 2 * (p * q) <= part d saved P * q ^ 2 + part d saved (other P) * p ^ 2.
Proof.
  apply (imbalance_paid_beyond weight (9 / 80) corner0 weight_floor d x P Hx small even).
  intros ia Hia Pa Ha0 least half heavy light. destruct (Rle_lt_dec t (3 / 40)) as [T|T].
  - now apply (small_imbalance ia).
  - now apply (large_imbalance ia).
Qed.

End Split.
