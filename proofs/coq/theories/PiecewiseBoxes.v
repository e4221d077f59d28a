(** The search in PiecewiseSearch.v is sound: what is cut off a box holds no arrangement, and no arrangement of the
    entries is left out. *)

From Coq Require Import Reals Lra Lia ZArith List Bool Permutation.
From TightMax Require Import PiecewiseSearch PiecewiseSound.
Import ListNotations.
Open Scope R_scope.

Section Sound.

Variables unit scale : Z.
Hypothesis unit_positive : (0 < unit)%Z.
Hypothesis scale_positive : (0 < scale)%Z.
Variable w : R -> R.

Let u := IZR unit.
Let u0 : 0 < u := IZR_lt _ _ unit_positive.

Notation arranged := (arranged unit w).
Notation fits := (fits w).
Notation within := (within w).
Notation saved := (saved w).
Notation pays := (pays unit scale).

Lemma Forall2_more (A B : Type) (R S : A -> B -> Prop) es cs :
  (forall e c, R e c -> S e c) -> Forall2 R es cs -> Forall2 S es cs.
Proof. intros H. induction 1; constructor; auto. Qed.

(** ** What the sums and the exchanges leave of a box *)

Lemma fits_bounds es cs : Forall2 fits es cs -> IZR (sum_of low cs) <= total es <= IZR (sum_of high cs).
Proof.
  unfold total, sum_of. induction 1 as [|e c es cs [[L R] _] _ IH]; simpl; [lra|]. rewrite !plus_IZR. lra.
Qed.

(** Each entry, beside what the others can be. *)
Lemma fits_each es cs : Forall2 fits es cs -> Forall2 (fun e c => (fits e c /\ In e es) /\
  IZR (high c) - e <= IZR (sum_of high cs) - total es /\ e - IZR (low c) <= total es - IZR (sum_of low cs)) es cs.
Proof.
  induction 1 as [|e c es cs F Fs IH]; constructor.
  - pose proof (fits_bounds es cs Fs). unfold sum_of, total in *. simpl. rewrite !plus_IZR.
    split; [split; [exact F|now left]|]. lra.
  - eapply Forall2_more; [|exact IH]. intros f c' [[F' I'] B]. destruct F as [F _].
    unfold sum_of, total in *. simpl. rewrite !plus_IZR. split; [split; [exact F'|now right]|]. lra.
Qed.

Lemma fits_clip l h e c : fits e c -> IZR l <= e <= IZR h -> fits e (clip l h c).
Proof.
  intros [[L R] W] H. split; [|exact W]. simpl.
  destruct (Z.max_spec l (low c)) as [[_ ->]|[_ ->]], (Z.min_spec h (high c)) as [[_ ->]|[_ ->]]; lra.
Qed.

Lemma Forall2_map (A B : Type) (R S : A -> B -> Prop) (f : B -> B) es cs :
  (forall e c, R e c -> S e (f c)) -> Forall2 R es cs -> Forall2 S es (map f cs).
Proof. intros H. induction 1; simpl; constructor; auto. Qed.

Lemma not_empty es cs : Forall2 fits es cs -> existsb empty cs = false.
Proof.
  induction 1 as [|e c es cs [F _] _ IH]; [reflexivity|]. simpl. rewrite IH, orb_false_r.
  unfold empty. apply Z.ltb_ge. apply le_IZR. lra.
Qed.

Lemma Forall2_member (A B : Type) (R : A -> B -> Prop) es cs : Forall2 R es cs ->
  Forall2 (fun e c => R e c /\ In e es) es cs.
Proof.
  induction 1 as [|e c es cs H _ IH]; constructor; [split; [exact H|now left]|].
  eapply Forall2_more; [|exact IH]. intros f d [H1 H2]. split; [exact H1|now right].
Qed.

(** One entry of the larger part against all of the smaller one, and the other way round. *)
Lemma against_smaller_sound t l e c ns ds : IZR l <= t -> Forall2 fits ns ds -> fits e c ->
  (forall f, In f ns -> e <= f \/ f + t <= e) -> fits e (fold_right (against_smaller l) c ds).
Proof.
  intros Hl. induction 1 as [|f d ns ds F _ IH]; intros He H; [exact He|]. simpl.
  specialize (IH He (fun f Hf => H f (or_intror Hf))). specialize (H f (or_introl eq_refl)).
  destruct F as [F _]. set (k := fold_right (against_smaller l) c ds) in *. pose proof (proj1 IH) as [L R].
  unfold against_smaller. destruct (Z.ltb_spec (high k - l) (low d)) as [C|C].
  - apply IZR_lt in C. rewrite minus_IZR in C. apply fits_clip; [exact IH|]. lra.
  - destruct (Z.ltb_spec (high d) (low k)) as [D|D]; [|exact IH]. apply IZR_lt in D. apply fits_clip; [exact IH|].
    rewrite plus_IZR. lra.
Qed.

Lemma against_larger_sound t l f d ps cs : IZR l <= t -> Forall2 fits ps cs -> fits f d ->
  (forall e, In e ps -> e <= f \/ f + t <= e) -> fits f (fold_right (against_larger l) d cs).
Proof.
  intros Hl. induction 1 as [|e c ps cs F _ IH]; intros Hf H; [exact Hf|]. simpl.
  specialize (IH Hf (fun e He => H e (or_intror He))). specialize (H e (or_introl eq_refl)).
  destruct F as [F _]. set (k := fold_right (against_larger l) d cs) in *. pose proof (proj1 IH) as [L R].
  unfold against_larger. destruct (Z.ltb_spec (high c - l) (low k)) as [C|C].
  - apply IZR_lt in C. rewrite minus_IZR in C. apply fits_clip; [exact IH|]. lra.
  - destruct (Z.ltb_spec (high k) (low c)) as [D|D]; [|exact IH]. apply IZR_lt in D. apply fits_clip; [exact IH|].
    rewrite minus_IZR. lra.
Qed.

Lemma least_high x es cs : Forall2 fits es cs -> x <= u -> (forall e, In e es -> x <= e) ->
  x <= IZR (fold_right (fun c => Z.min (high c)) unit cs).
Proof.
  induction 1 as [|e c es cs [F _] _ IH]; intros Hu H; [exact Hu|]. simpl.
  specialize (IH Hu (fun e He => H e (or_intror He))). specialize (H e (or_introl eq_refl)).
  match goal with |- _ <= IZR (Z.min ?a ?b) => destruct (Z.min_spec a b) as [[_ ->]|[_ ->]] end; lra.
Qed.

Lemma min_ge x a b : x <= IZR a -> x <= IZR b -> x <= IZR (Z.min a b).
Proof. intros. destruct (Z.min_spec a b) as [[_ ->]|[_ ->]]; assumption. Qed.

Lemma max_le x a b : IZR a <= x -> IZR b <= x -> IZR (Z.max a b) <= x.
Proof. intros. destruct (Z.max_spec a b) as [[_ ->]|[_ ->]]; assumption. Qed.

Lemma narrow_sound whole t ps ns rest most b : arranged t ps ns rest most -> within t ps ns most b ->
  (whole = true -> rest = 0) -> exists c, narrow unit whole b = Some c /\ within t ps ns most c.
Proof.
  intros Arr [It Ip In' Id] Hw. pose proof (saved_total_nonneg unit w t ps ns rest most Arr) as Tn.
  destruct Arr as [H0 Hp Hn Hr Hd X Lp Ln]. fold u in Hp, Hn, Lp.
  pose proof (fits_bounds _ _ Ip) as Bp. pose proof (fits_bounds _ _ In') as Bn. unfold narrow.
  set (p_low := sum_of low (larger b)) in *. set (p_high := sum_of high (larger b)) in *.
  set (n_low := sum_of low (smaller b)) in *. set (n_high := sum_of high (smaller b)) in *.
  set (least := fold_right (fun c => Z.min (high c)) unit (larger b)).
  assert (t + most <= IZR least) as Hleast.
  { apply (least_high _ ps); [exact Ip|lra|]. intros e He. apply Lp, He. }
  set (l := Z.max (t_low b) (2 * p_low - unit)).
  assert (IZR l <= t) as Hl.
  { apply max_le; [lra|]. rewrite minus_IZR, mult_IZR. fold u. lra. }
  set (h := Z.min (Z.min (t_high b) (2 * p_high - unit)) (Z.min (unit - 2 * n_low) least)).
  assert (t <= IZR h) as Hh.
  { apply min_ge; apply min_ge; rewrite ?minus_IZR, ?mult_IZR; fold u; lra. }
  set (dust' := Z.min (dust b) (least - l)).
  assert (most <= IZR dust') as Hm by (apply min_ge; rewrite ?minus_IZR; lra).
  set (top := Z.div2 (unit - l + 1)).
  assert (u - t <= 2 * IZR top) as Htop.
  { pose proof (div2_ge (unit - l + 1)) as D. rewrite plus_IZR, minus_IZR in D. fold u top in D. lra. }
  set (p_rest := (Z.div2 (unit + l) - p_high)%Z).
  assert (IZR p_rest <= total ps - IZR p_high) as Hpr.
  { unfold p_rest. pose proof (div2_le (unit + l)) as D. rewrite plus_IZR in D. fold u in D. rewrite minus_IZR. lra. }
  set (p_left := (Z.div2 (unit + h + 1) - p_low)%Z).
  assert (total ps - IZR p_low <= IZR p_left) as Hpl.
  { unfold p_left. pose proof (div2_ge (unit + h + 1)) as D. rewrite 2 plus_IZR in D. fold u in D.
    rewrite minus_IZR. lra. }
  set (n_rest := ((if whole then Z.div2 (unit - h) - dust' else 0) - n_high)%Z).
  assert (IZR n_rest <= total ns - IZR n_high) as Hnr.
  { unfold n_rest. rewrite minus_IZR. destruct whole; [|lra]. specialize (Hw eq_refl).
    pose proof (div2_le (unit - h)) as D. rewrite minus_IZR in D. fold u in D. rewrite minus_IZR. lra. }
  set (n_left := (top - n_low)%Z).
  assert (total ns - IZR n_low <= IZR n_left) as Hnl by (unfold n_left; rewrite minus_IZR; lra).
  replace ((h <? l)%Z || (dust' <? 0)%Z || (0 <? n_rest)%Z || (n_left <? 0)%Z) with false.
  2:{ symmetry. rewrite !orb_false_iff. repeat split; apply Z.ltb_ge; apply le_IZR; lra. }
  set (ps1 := map (fun c => clip (Z.max l (high c + p_rest)) (Z.min top (low c + p_left)) c) (larger b)).
  set (ns1 := map (fun c => clip (Z.max l (high c + n_rest)) (low c + n_left) c) (smaller b)).
  assert (Forall2 fits ps ps1) as F1.
  { eapply Forall2_map; [|apply fits_each, Ip]. intros e c [[F I] [B1 B2]]. fold p_low p_high in B1, B2.
    pose proof (Lp e I). apply fits_clip; [exact F|].
    split; [apply max_le|apply min_ge]; rewrite ?plus_IZR; lra. }
  assert (Forall2 fits ns ns1) as F2.
  { eapply Forall2_map; [|apply fits_each, In']. intros e c [[F I] [B1 B2]]. fold n_low n_high in B1, B2.
    pose proof (Ln e I). apply fits_clip; [exact F|].
    split; [apply max_le|]; rewrite ?plus_IZR; lra. }
  rewrite (not_empty _ _ F1), (not_empty _ _ F2). simpl.
  assert (forall e f, In e ps -> In f ns -> e <= f \/ f + t <= e) as X1.
  { intros e f He Hf. destruct (X e f (sums_single _ _ He) (sums_single _ _ Hf)); [left|right]; lra. }
  set (ps2 := map (fun e => fold_right (against_smaller l) e ns1) ps1).
  assert (Forall2 fits ps ps2) as F3.
  { eapply Forall2_map; [|apply Forall2_member, F1]. intros e c [F I]. apply (against_smaller_sound t l e c ns); auto. }
  set (ns2 := map (fun f => fold_right (against_larger l) f ps2) ns1).
  assert (Forall2 fits ns ns2) as F4.
  { eapply Forall2_map; [|apply Forall2_member, F2]. intros e c [F I]. apply (against_larger_sound t l e c ps); auto. }
  rewrite (not_empty _ _ F3), (not_empty _ _ F4). simpl. eexists. split; [reflexivity|]. constructor; simpl; auto.
Qed.

Lemma totals_sound es cs : Forall2 fits es cs -> forall s, In s (totals cs) ->
  exists v, In v (sums es) /\ IZR (fst s) <= v <= IZR (snd s).
Proof.
  induction 1 as [|e c es cs [F _] _ IH]; simpl; intros s H.
  - destruct H as [<-|[]]. exists 0. split; [now left|]. simpl. lra.
  - apply in_app_or in H. destruct H as [H|H].
    + destruct (IH s H) as (v & I & B). exists v. split; [apply in_or_app; now left|exact B].
    + apply in_map_iff in H. destruct H as (r & <- & H). destruct (IH r H) as (v & I & B). exists (e + v). split.
      * apply in_or_app. right. now apply in_map.
      * simpl. rewrite 2 plus_IZR. lra.
Qed.

Lemma exchange_sound t ps ns most b : arranged t ps ns 0 most -> within t ps ns most b ->
  exists c, exchange unit b = Some c /\ within t ps ns most c.
Proof.
  intros [H0 Hp Hn Hr Hd X Lp Ln] [It Ip In' Id]. fold u in Hp, Hn. unfold exchange.
  match goal with |- context [(?m <? 0)%Z] => set (dust' := m) end.
  assert (most <= IZR dust') as Hm.
  { unfold dust'. pose proof (totals_sound _ _ Ip) as Tp. pose proof (totals_sound _ _ In') as Tn.
    clear dust'. induction (totals (larger b)) as [|p lp IHp]; [exact Id|].
    simpl. specialize (IHp (fun s Hs => Tp s (or_intror Hs))). destruct (Tp p (or_introl eq_refl)) as (a & Ia & Ba).
    set (so_far := fold_right _ (dust b) lp) in *. clearbody so_far.
    induction (totals (smaller b)) as [|n ln IHn]; [exact IHp|].
    simpl. specialize (IHn (fun s Hs => Tn s (or_intror Hs))). destruct (Tn n (or_introl eq_refl)) as (c & Ic & Bc).
    destruct (Z.ltb_spec (snd n) (fst p)) as [L|L]; [|exact IHn]. apply IZR_lt in L.
    apply min_ge; [exact IHn|]. rewrite 2 minus_IZR. destruct (X a c Ia Ic); lra. }
  replace ((dust' <? 0)%Z || (2 * sum_of high (smaller b) <? unit - t_high b - 2 * dust')%Z) with false.
  - eexists. split; [reflexivity|]. constructor; auto.
  - symmetry. apply orb_false_iff. split; apply Z.ltb_ge; apply le_IZR; [lra|].
    pose proof (fits_bounds _ _ In'). rewrite 2 minus_IZR, 2 mult_IZR. fold u. lra.
Qed.

(** ** Boxes are halved *)

Lemma cut_sound k es cs : Forall2 fits es cs ->
  Forall2 fits es (cut k lower_half cs) \/ Forall2 fits es (cut k upper_half cs).
Proof.
  induction 1 as [|e c es cs F Fs IH]; simpl; [left; constructor|].
  destruct (k <=? width c)%Z; [|destruct IH; [left|right]; now constructor].
  pose proof (proj1 F). destruct (Rle_lt_dec e (IZR (Z.div2 (low c + high c)))); [left|right];
    constructor; auto; apply fits_clip; auto; lra.
Qed.

Lemma halves_sound t ps ns most b : within t ps ns most b ->
  within t ps ns most (fst (halves b)) \/ within t ps ns most (snd (halves b)).
Proof.
  intros [It Ip In' Id]. unfold halves. destruct ((_ <=? _)%Z && (_ <=? _)%Z).
  - destruct (Rle_lt_dec t (IZR (Z.div2 (t_low b + t_high b)))); [left|right]; constructor; simpl; auto; lra.
  - destruct (_ <=? _)%Z; simpl.
    + destruct (cut_sound (widest (larger b)) _ _ Ip); [left|right]; constructor; auto.
    + destruct (cut_sound (widest (smaller b)) _ _ In'); [left|right]; constructor; auto.
Qed.

Lemma settled_sound t ps ns most : arranged t ps ns 0 most -> forall fuel b, within t ps ns most b ->
  settled unit scale fuel b = true -> pays t (saved ps) (saved ns).
Proof.
  intros Arr. induction fuel as [|fuel IH]; intros b Hb H; simpl in H;
    destruct (narrow_sound true t ps ns 0 most b Arr Hb (fun _ => eq_refl)) as (b1 & E1 & H1); rewrite E1 in H;
    destruct (exchange_sound t ps ns most b1 Arr H1) as (b2 & E2 & H2); rewrite E2 in H;
    (destruct (enough unit scale true b2) eqn:En;
      [now apply (enough_sound unit scale unit_positive scale_positive w true b2 t ps ns 0 most)|]); [discriminate|].
  destruct (halves b2) as [one two] eqn:Eh. pose proof (halves_sound _ _ _ _ _ H2) as Hh. rewrite Eh in Hh.
  destruct (settled unit scale fuel one) eqn:E3; [|discriminate]. destruct Hh; [now apply (IH one)|now apply (IH two)].
Qed.

(** ** All choices of cells *)

(** The entries lie in the cells, in this order. *)
Inductive covered : list cell -> list R -> Prop :=
  | covered_none cells : covered cells []
  | covered_skip c cells es : covered cells es -> covered (c :: cells) es
  | covered_take c cells e es : fits e c -> covered (c :: cells) es -> covered (c :: cells) (e :: es).

Lemma all_smaller_sound t ps ms most depth : arranged t ps ms 0 most ->
  forall fuel cells b ns todo, Permutation (ns ++ todo) ms -> covered cells todo -> within t ps ns most b ->
  all_smaller unit scale fuel depth cells b = true -> pays t (saved ps) (saved ms).
Proof.
  intros Arr.
  assert (forall b ns todo, Permutation (ns ++ todo) ms -> todo = [] -> within t ps ns most b ->
    settled unit scale depth b = true -> pays t (saved ps) (saved ms)) as Done.
  { intros b ns todo Pn -> Hb H. rewrite <- (saved_perm w _ _ Pn), app_nil_r.
    apply (settled_sound t ps ns most) with depth b; auto.
    exact (arranged_partial unit w t ps ps ns ms [] most (Permutation_refl ps) Pn Arr). }
  induction fuel as [|fuel IH]; intros cells b ns todo Pn Hc Hb H; destruct cells as [|c cells]; simpl in H;
    try discriminate; try (apply (Done b ns todo); auto; now inversion Hc).
  destruct (all_smaller unit scale fuel depth cells b) eqn:E1; [|discriminate].
  inversion Hc as [? E2 E3|? ? ? Hc'|? ? e es Fe Hc' E2 E3]; subst.
  - apply (IH cells b ns []); auto. constructor.
  - now apply (IH cells b ns todo).
  - assert (Permutation ((e :: ns) ++ es) ms) as Pn'.
    { eapply Permutation_trans; [|exact Pn]. simpl. apply Permutation_middle. }
    pose proof (arranged_partial unit w t ps ps (e :: ns) ms es most (Permutation_refl ps) Pn' Arr) as Arr'.
    assert (within t ps (e :: ns) most (put_smaller c b)) as Hb'.
    { destruct Hb as [It Ip In' Id]. constructor; simpl; auto. }
    destruct (narrow_sound false t ps (e :: ns) (total es) most _ Arr' Hb' ltac:(discriminate)) as (b1 & E2 & H1).
    rewrite E2 in H. destruct (enough unit scale false b1) eqn:En.
    + pose proof (enough_sound unit scale unit_positive scale_positive w false b1 t ps (e :: ns) (total es) most
        Arr' H1 ltac:(discriminate) En) as K.
      eapply pays_mono; [exact unit_positive|exact K|apply Rle_refl|].
      rewrite <- (saved_perm w _ _ Pn'), saved_app.
      assert (0 <= saved es); [|lra]. apply saved_nonneg. intros f Hf.
      destruct Arr as [H0 _ _ _ _ _ _ Ln]. pose proof (Ln f). assert (In f ms); [|specialize (H2 H3); lra].
      apply (Permutation_in f Pn'). apply in_or_app. now right.
    + now apply (IH (c :: cells) b1 (e :: ns) es).
Qed.

Lemma all_larger_sound t qs ms most depth after : arranged t qs ms 0 most -> covered after ms ->
  forall fuel cells b ps todo, Permutation (ps ++ todo) qs -> covered cells todo -> within t ps [] most b ->
  all_larger unit scale fuel depth cells after b = true -> pays t (saved qs) (saved ms).
Proof.
  intros Arr Hms.
  assert (forall b ps todo, Permutation (ps ++ todo) qs -> within t ps [] most b ->
    (unit + t_high b <? 2 * sum_of low (larger b))%Z = false) as Fine.
  { intros b ps todo Pp [It Ip _ _]. apply Z.ltb_ge. apply le_IZR. rewrite mult_IZR, plus_IZR. fold u.
    pose proof (proj1 (fits_bounds _ _ Ip)). destruct Arr as [H0 Hp _ _ Hd _ Lp _]. fold u in Hp.
    rewrite <- (total_perm _ _ Pp), total_app in Hp.
    assert (0 <= total todo); [|lra].
    assert (forall e, In e todo -> 0 <= e) as L.
    { intros e He. pose proof (Lp e). assert (In e qs) as I; [|specialize (H1 I); lra].
      apply (Permutation_in e Pp). apply in_or_app. now right. }
    clear - L. unfold total. induction todo as [|e es IH]; simpl; [lra|].
    pose proof (L e (or_introl eq_refl)). specialize (IH (fun e He => L e (or_intror He))). lra. }
  assert (forall fuel b ps todo, Permutation (ps ++ todo) qs -> todo = [] -> within t ps [] most b ->
    match narrow unit false b with
    | None => true
    | Some b => if enough unit scale false b then true else all_smaller unit scale fuel depth after b
    end = true -> pays t (saved qs) (saved ms)) as Done.
  { intros fuel b ps todo Pp -> Hb H. rewrite app_nil_r in Pp.
    pose proof (arranged_partial unit w t qs ps ms ms [] most (Permutation_sym Pp)
      ltac:(rewrite app_nil_r; apply Permutation_refl) Arr) as Arr1.
    pose proof (arranged_partial unit w t qs ps [] ms ms most (Permutation_sym Pp) (Permutation_refl ms) Arr) as Arr2.
    rewrite <- (saved_perm w _ _ Pp).
    destruct (narrow_sound false t ps [] (total ms) most b Arr2 Hb ltac:(discriminate)) as (b1 & E1 & H1).
    rewrite E1 in H. destruct (enough unit scale false b1) eqn:En.
    - pose proof (enough_sound unit scale unit_positive scale_positive w false b1 t ps [] (total ms) most
        Arr2 H1 ltac:(discriminate) En) as K.
      eapply pays_mono; [exact unit_positive|exact K|apply Rle_refl|].
      change (saved []) with 0. apply saved_nonneg. intros f Hf.
      destruct Arr as [H0 _ _ _ _ _ _ Ln]. pose proof (Ln f Hf). lra.
    - now apply (all_smaller_sound t ps ms most depth Arr1 fuel after b1 [] ms). }
  induction fuel as [|fuel IH]; intros cells b ps todo Pp Hc Hb H; destruct cells as [|c cells];
    cbn [all_larger] in H; rewrite (Fine b ps todo Pp Hb) in H; try discriminate;
    try (eapply (Done _ b ps todo); [exact Pp|now inversion Hc|exact Hb|exact H]).
  destruct (all_larger unit scale fuel depth cells after b) eqn:E1; [|discriminate].
  inversion Hc as [? E2 E3|? ? ? Hc'|? ? e es Fe Hc' E2 E3]; subst.
  - apply (IH cells b ps []); auto. constructor.
  - now apply (IH cells b ps todo).
  - apply (IH (c :: cells) (put_larger c b) (e :: ps) es); auto.
    + eapply Permutation_trans; [|exact Pp]. simpl. apply Permutation_middle.
    + destruct Hb as [It Ip In' Id]. constructor; simpl; auto.
Qed.

End Sound.
