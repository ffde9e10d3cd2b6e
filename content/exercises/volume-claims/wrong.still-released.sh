# fails: released/bound, released/data
# A released volume is nobody's until its claimRef is gone.
sed -e 's/name: demo/name: tapes/' -e 's/Name: demo/Name: tape/' -e 's/500Mi/4Gi/' /root/claim.yaml | kubectl apply -n museum -f -
sleep 20
